package io.patchrank.testkit.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import io.patchrank.api.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jazzer, guided by what the bytes reach in our readers, in a JVM of its own. */
final class FuzzProcess {
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in \\d+ second");
    private static final int LAST_LINES = 60;

    /** Modules with fuzzed readers, and what those stand on. */
    private static final Set<String> MODULES = Set.of("api", "imaging", "pickle", "storage", "testkit", "torch");

    private static final List<String> LIBRARIES = List.of(
            "commons-lang3-",
            "jackson-",
            "javacpp-",
            "jazzer-",
            "jhdf-",
            "jspecify-",
            "logback-",
            "openblas-",
            "opencv-",
            "pickle-",
            "pytorch-",
            "slf4j-api-");

    private final Path folder;
    private final Path finds;
    private final Path log;

    /** @param folder empty */
    FuzzProcess(Path folder) throws IOException {
        this.folder = folder;
        this.finds = Files.createDirectory(folder.resolve("finds"));
        this.log = folder.resolve("log");
    }

    /**
     * Runs a target so many times.
     *
     * @return times that it ran; empty when it found something, see {@link #find}
     */
    OptionalLong run(Target target, long seed, long runs) throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        int longest = 0;
        List<byte[]> seeds = target.seeds(folder);
        for (int i = 0; i < seeds.size(); i++) {
            FuzzedReader.read(target, seeds.get(i), folder);
            Files.write(corpus.resolve("seed-" + i), seeds.get(i));
            longest = Math.max(longest, seeds.get(i).length);
        }
        List<String> flags = List.of(
                "-XX:+EnableDynamicAgentLoading",
                "-Xmx512m",
                "-D" + FuzzedReader.TARGET + "=" + target,
                "-D" + FuzzedReader.FOLDER + "=" + folder);
        List<String> arguments = List.of(
                "--target_class=" + FuzzedReader.class.getName(),
                "--instrumentation_includes=io.patchrank.**:net.razorvine.**",
                // Thousands of classes that do nothing but call native code or log.
                "--custom_hook_excludes=org.bytedeco.**:ch.qos.logback.**:org.slf4j.**",
                "--reproducer_path=" + finds,
                "-artifact_prefix=" + finds + "/",
                // It counts the JVM's memory, which has its own limit.
                "-rss_limit_mb=0",
                "-max_len=" + 2 * longest,
                "-seed=" + seed,
                "-runs=" + runs,
                corpus.toString());
        Process process = new ProcessBuilder(ChildJvm.command(flags, classPath(), Jazzer.class, arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean well = process.waitFor() == 0;
        Matcher done = DONE.matcher(Files.readString(log));
        return well && done.find() ? OptionalLong.of(Long.parseLong(done.group(1))) : OptionalLong.empty();
    }

    /**
     * Only what is needed: Jazzer looks through every class of the class path and holds what it may hook against every
     * method that is loaded, which would take longer than all the fuzzing. JUnit, which Jazzer would use if it were
     * there, is newer than it knows.
     */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(part -> isNeeded(Path.of(part)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isNeeded(Path part) {
        Path folder = part.getParent();
        if (folder != null && folder.endsWith("target")) {
            return MODULES.stream().anyMatch(module -> folder.endsWith(Path.of(module, "target")));
        }
        return LIBRARIES.stream().anyMatch(part.getFileName().toString()::startsWith);
    }

    /** The bytes of what was found, to be kept in the resources of this package, and what Jazzer says of it. */
    String find() {
        try {
            return findings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String findings() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(finds)) {
            for (Path file : files.toList()) {
                text.append(file.getFileName())
                        .append(": ")
                        .append(Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
                        .append('\n');
            }
        }
        List<String> lines = Files.readAllLines(log);
        return text + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
