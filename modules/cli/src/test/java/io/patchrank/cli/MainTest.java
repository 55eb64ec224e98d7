package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesBuildAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("patchrank ").contains("Java " + System.getProperty("java.version"));
    }

    @Test
    void onlyTheCommandThatTheFirstArgumentNamesIsMade() {
        assertThat(Main.needed("serve", "--data", "ingest")).containsExactly(ServeCommand.class);
        List<Class<?>> all = Main.needed();
        assertThat(all).hasSizeGreaterThan(10).contains(ServeCommand.class, CommandLine.HelpCommand.class);
        assertThat(List.of(Main.needed("help", "serve"), Main.needed("--help", "serve"), Main.needed("sevre")))
                .allSatisfy(needed -> assertThat(needed).isEqualTo(all));
    }

    @Test
    void helpListsEveryExitCode() {
        assertThat(run("--help")).isZero();
        assertThat(Stream.of(ErrorCode.values()).map(ErrorCode::exitCode).distinct())
                .allSatisfy(code -> assertThat(out.toString()).containsPattern("(?m)^ +" + code + " +\\S"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "serve",
                "ingest",
                "search",
                "evaluate",
                "tune",
                "report",
                "report selection",
                "doctor",
                "export",
                "import",
                "merge",
                "gallery",
                "gallery list",
                "gallery status",
                "gallery show",
                "gallery remove",
                "gallery retry",
                "gallery compact",
                "gallery recall",
                "gallery fit-whitening",
                "models",
                "models list",
                "models pull",
                "models show",
                "models verify"
            })
    void everyCommandHasHelpAndVersion(String command) {
        assertThat(run((command + " --help").split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: patchrank " + command + " ");
        out.getBuffer().setLength(0);
        assertThat(run((command + " --version").split(" "))).isZero();
        assertThat(out.toString()).startsWith("patchrank ");
    }

    @Test
    void noCommandIsARequestError() {
        assertThat(run()).isEqualTo(2);
        assertThat(err).hasToString("patchrank: BAD_REQUEST patchrank: name a command; see patchrank --help\n");
    }

    @Test
    void mistypedOptionIsARequestErrorWithASuggestion() {
        assertThat(run("--versoin")).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("patchrank: BAD_REQUEST patchrank: ")
                .contains("did you mean --version");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONFIG_INVALID")
    void failureIsOneLineWithTheExitCodeOfItsErrorCode(ErrorCode code) {
        int exitCode = run(() -> {
            throw new CompletionException(new PatchrankException(code, "a.jpg", "it is\n  so"));
        });

        assertThat(exitCode).isEqualTo(code.exitCode());
        assertThat(err.toString().lines().findFirst()).hasValue("patchrank: " + code + " a.jpg: it is so");
        assertThat(err.toString().lines()).hasSize(code == ErrorCode.INTERNAL ? 2 : 1);
    }

    @Test
    void failureWithoutSubjectHasNoGap() {
        run(() -> {
            throw new PatchrankException(ErrorCode.CANCELLED, "", "stopped");
        });

        assertThat(err).hasToString("patchrank: CANCELLED: stopped\n");
    }

    @Test
    void unforeseenFailureIsInternal() {
        int exitCode = run(() -> {
            throw new IllegalStateException("oops");
        });

        assertThat(exitCode).isEqualTo(70);
        assertThat(err.toString()).startsWith("patchrank: INTERNAL: java.lang.IllegalStateException: oops\n");
    }

    @Test
    void errorOfTheMachineIsOneLineToo() {
        int exitCode = run(() -> {
            throw new UnsatisfiedLinkError("no jnitorch in java.library.path");
        });

        assertThat(exitCode).isEqualTo(70);
        assertThat(err.toString())
                .startsWith("patchrank: INTERNAL: java.lang.UnsatisfiedLinkError: no jnitorch in java.library.path\n");
    }

    @Test
    void verboseAddsTheStack() {
        int exitCode = run(
                () -> {
                    throw new PatchrankException(ErrorCode.NOT_FOUND, "7", "no such image");
                },
                "--verbose");

        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString())
                .contains("patchrank: NOT_FOUND 7: no such image\n", "\tat io.patchrank.cli.MainTest");
    }

    @Test
    void everyConfigurationMistakeHasItsLine(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("c.yaml"), "search:\n  limt: 3\n  queue: many\n");

        int exitCode =
                run(probe -> probe.options.config(), "--config", file.toString(), "--set", "store.precision=int8");

        assertThat(exitCode).isEqualTo(5);
        assertThat(err.toString().lines())
                .containsExactly(
                        "patchrank: CONFIG_INVALID " + file
                                + ": search.limt: unknown key; did you mean search.limit? (line 2)",
                        "patchrank: CONFIG_INVALID " + file
                                + ": store.precision: got \"int8\", expected one of float16, float32 (command line)",
                        "patchrank: CONFIG_INVALID " + file
                                + ": search.queue: got \"many\", expected a whole number (line 3)");
    }

    @Test
    void optionsOverrideWhatTheCommandSets() {
        List<String> seen = new ArrayList<>();

        run(
                probe -> {
                    var config = probe.options
                            .load(Map.of("search.limit", "5", "search.queue", "6"))
                            .config();
                    seen.add(config.data() + " " + config.search().limit() + " "
                            + config.search().queue());
                    return config;
                },
                "--data",
                "there",
                "--set",
                "search.limit=7",
                "--set",
                "index.commit-batch=8");

        assertThat(seen).containsExactly("there 7 6");
    }

    @Test
    void resultIsTextOrOneJsonObject() {
        Body body = probe -> {
            Output output = Output.of(probe.spec, probe.options);
            output.note("working");
            output.result(new Count(3, "x"), c -> c.indexed() + " images\n");
            return output;
        };

        run(body);
        assertThat(out).hasToString("3 images\n");
        assertThat(err).hasToString("working\n");

        run(body, "--json");
        assertThat(out).hasToString("3 images\n{\"indexed\":3,\"name\":\"x\"}\n");
        assertThat(err).hasToString("working\n");
    }

    private record Count(int indexed, String name) {}

    /** What a command under test does. */
    private interface Body {
        Object run(Probe probe) throws Exception;
    }

    @Command(name = "probe")
    private static final class Probe implements Callable<Integer> {
        private final Body body;

        @Mixin
        private GlobalOptions options = new GlobalOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        private Probe(Body body) {
            this.body = body;
        }

        @Override
        public Integer call() throws Exception {
            body.run(this);
            return 0;
        }
    }

    private int run(Callable<Object> body, String... args) {
        return run(probe -> body.call(), args);
    }

    private int run(Body body, String... args) {
        CommandLine line = line().addSubcommand(new Probe(body));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(Stream.concat(Stream.of("probe"), Stream.of(args)).toArray(String[]::new));
    }

    private int run(String... args) {
        return line().execute(args);
    }

    private CommandLine line() {
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
