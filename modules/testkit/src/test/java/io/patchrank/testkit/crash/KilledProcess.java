package io.patchrank.testkit.crash;

import io.patchrank.api.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link CrashChild} in a JVM of its own. */
final class KilledProcess {
    /** From here on a JVM also keeps what it has linked, not only what it has parsed. */
    private static final boolean KEEPS_LINKED = Runtime.version().feature() >= 25;

    private static final String LEAVE = KEEPS_LINKED ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    private static final String USE = KEEPS_LINKED ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";

    private final Process process;

    private KilledProcess(Process process) {
        this.process = process;
    }

    /**
     * @param log where its standard error goes
     * @param classPath of jars only
     * @param archive of classes; a process that lives to its end leaves it
     */
    static KilledProcess start(Path log, String classPath, Path archive, List<String> arguments) throws IOException {
        List<String> flags = List.of("-Xmx256m", "-Xlog:disable", (Files.exists(archive) ? USE : LEAVE) + archive);
        List<String> command = ChildJvm.command(flags, classPath, CrashChild.class, arguments);
        return new KilledProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                .start());
    }

    /** {@code kill -9} after so long, unless it has ended by then. */
    void killAfter(long millis) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::kill);
    }

    /** Through its handle: the process itself would close the stream, and what it has said would be lost. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Until it ends. The last line may be cut short; lines that are whole only are handed on. */
    void follow(Consumer<String> lines) throws IOException, InterruptedException {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line);
            }
        }
        process.waitFor();
    }
}
