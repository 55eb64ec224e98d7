package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in the layout of a packaged distribution, with a Java that prints what it was given. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
    private static final Path LAUNCHER = Path.of("../../patchrank");
    private static final String FAKE_JAVA = """
        #!/bin/sh
        env
        for argument; do echo "argument: $argument"; done
        exit 42
        """;

    private final Path folder;
    private final Path home;

    LauncherTest(@TempDir Path folder) {
        this.folder = folder;
        this.home = folder.resolve("distribution");
    }

    @BeforeEach
    void distribution() throws IOException {
        Files.createDirectories(home.resolve("lib"));
        Files.copy(LAUNCHER, home.resolve("patchrank"));
        Files.createFile(home.resolve("lib/patchrank-cli.jar"));
        java("99.0.1");
    }

    @Test
    void argumentsAndExitStatusPassThrough() throws Exception {
        Run run = run(Map.of(), "search", "a b.jpg", "*", "");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.arguments())
                .endsWith("-jar", home.toRealPath() + "/lib/patchrank-cli.jar", "search", "a b.jpg", "*", "");
    }

    @Test
    void ownFlagsAreFollowedByThoseOfTheUser() throws Exception {
        Run run = run(Map.of("PATCHRANK_JAVA_OPTS", "-Xmx1g -Dpattern=*"), "serve");

        assertThat(run.arguments())
                .contains("--add-modules", "jdk.incubator.vector")
                .containsSubsequence("-XX:MaxRAMPercentage=30", "-Xmx1g", "-Dpattern=*", "-jar");
    }

    @Test
    void nativeLibrariesAreUnpackedWhereTheUserSays() throws Exception {
        Run run = run(Map.of("PATCHRANK_NATIVE_CACHE", "/cache/native libraries"), "health");

        assertThat(run.arguments()).contains("-Dorg.bytedeco.javacpp.cachedir=/cache/native libraries");
        assertThat(run(Map.of(), "health").arguments()).noneMatch(argument -> argument.contains("cachedir"));
    }

    @Test
    void librariesOfCudaAreLookedForOnlyWhereThereIsABuildForIt() throws Exception {
        String without = "-Dorg.bytedeco.javacpp.platform.extension=";

        assertThat(run(Map.of(), "serve").arguments()).contains(without);
        Files.createFile(home.resolve("lib/pytorch-2.10.0-1.5.13-linux-x86_64-gpu.jar"));
        assertThat(run(Map.of(), "serve").arguments()).doesNotContain(without);
    }

    @Test
    void eachCommandHasAnArchiveOfItsClasses() throws Exception {
        assertThat(run(Map.of(), "serve").arguments())
                .contains("-XX:SharedArchiveFile=" + home.toRealPath() + "/patchrank-99-serve.jsa");
        assertThat(run(Map.of(), "ingest").arguments())
                .contains("-XX:SharedArchiveFile=" + home.toRealPath() + "/patchrank-99-ingest.jsa");
    }

    @Test
    void symbolicLinkFromAnotherFolderWorks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("distribution/patchrank"));

        assertThat(run(link, Map.of(), "--version").exitCode()).isEqualTo(42);
    }

    @Test
    void machineWideOpenBlasSettingsAreReplaced() throws Exception {
        Run run = run(Map.of("OPENBLAS_CORETYPE", "Prescott", "OPENBLAS_L2_SIZE", "512"), "--version");

        assertThat(run.output())
                .doesNotContain("OPENBLAS_CORETYPE=Prescott", "OPENBLAS_L2_SIZE")
                .contains("OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "OPENCV_IO_MAX_IMAGE_PIXELS=1073741824");
    }

    @Test
    void withoutALocaleFilesAreNamedInUtf8() throws Exception {
        for (String locale : List.of("", "C", "POSIX")) {
            assertThat(run(Map.of("LC_ALL", locale, "LC_CTYPE", "", "LANG", ""), "--version")
                            .output())
                    .contains("\nLC_ALL=C.UTF-8\n");
        }
        assertThat(run(Map.of("LC_ALL", "de_DE.UTF-8"), "--version").output()).contains("\nLC_ALL=de_DE.UTF-8\n");
    }

    @Test
    void openBlasCoreTypeMayBeNamedOrLeftAlone() throws Exception {
        assertThat(run(Map.of("PATCHRANK_OPENBLAS_CORETYPE", "Zen"), "--version")
                        .output())
                .contains("\nOPENBLAS_CORETYPE=Zen\n");
        assertThat(run(Map.of("PATCHRANK_OPENBLAS_CORETYPE", "", "OPENBLAS_CORETYPE", "Prescott"), "--version")
                        .output())
                .contains("\nOPENBLAS_CORETYPE=Prescott\n");
    }

    @Test
    void missingJavaIsNamed() throws Exception {
        java("17.0.2");
        Path script = home.resolve("patchrank");
        Files.writeString(script, Files.readString(script).replace("NEEDED_JAVA=21", "NEEDED_JAVA=9999"));

        Run run = run(Map.of(), "--version");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.output())
                .contains("patchrank: needs a Java runtime of 9999 or newer")
                .contains("JAVA_HOME is " + folder.resolve("java") + ", version 17");
    }

    @Test
    void packagedDistributionHasNoTests() throws Exception {
        assertThat(run(Map.of(), "test").output()).contains("the packaged distribution has no tests");
    }

    @Test
    void benchmarkAskedForHelpSaysWhatItTakesAndMeasuresNothing() throws Exception {
        Map<String, String> withCompiler = Map.of("JAVA_HOME", System.getProperty("java.home"));

        Run run = run(LAUNCHER.toAbsolutePath(), withCompiler, "benchmark", "gemm", "--help");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).endsWith("benchmarks/gemm.sh [ROUNDS]\n").doesNotContain("#", "building");
    }

    @Test
    void testsPutTheirFilesIntoTheFolderThatIsNamed() throws Exception {
        assertThat(testFolder(folder.toString())).hasValue(folder);
        assertThat(folder).exists();
    }

    @Test
    void whatTestsPutIntoMemoryGoesWithThem() throws Exception {
        Optional<Path> inMemory = testFolder("");

        assumeThat(inMemory).as("a machine with room in memory").isPresent();
        assertThat(inMemory.orElseThrow().toString()).startsWith("/dev/shm/patchrank-test.");
        assertThat(inMemory.orElseThrow()).doesNotExist();
    }

    /** What Maven is told of it by the launcher in a tree of sources. */
    private Optional<Path> testFolder(String temporary) throws Exception {
        Path sources = folder.resolve("sources");
        Files.createDirectories(sources.resolve("modules"));
        Path launcher = Files.copy(LAUNCHER, sources.resolve("patchrank"));
        Path maven = Files.createDirectories(folder.resolve("maven/bin")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\nfor argument; do echo \"[ERROR] $argument\"; done\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));

        Run run = run(
                launcher,
                Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "MAVEN_HOME", folder.resolve("maven").toString(),
                        "TMPDIR", temporary),
                "test");

        assertThat(run.output()).contains("[ERROR] verify\n", "0 passed, 0 failed, 0 skipped");
        String told = "[ERROR] -Dtest.folder=";
        return run.output()
                .lines()
                .filter(line -> line.startsWith(told))
                .map(line -> Path.of(line.substring(told.length())))
                .findFirst();
    }

    private void java(String version) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("java/bin"));
        Files.writeString(folder.resolve("java/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.writeString(bin.resolve("java"), FAKE_JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int exitCode, String output) {
        List<String> arguments() {
            String mark = "argument: ";
            return output.lines()
                    .filter(line -> line.startsWith(mark))
                    .map(line -> line.substring(mark.length()))
                    .toList();
        }
    }

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        return run(home.resolve("patchrank"), environment, arguments);
    }

    private Run run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PATCHRANK_") || name.startsWith("OPENBLAS_"));
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
