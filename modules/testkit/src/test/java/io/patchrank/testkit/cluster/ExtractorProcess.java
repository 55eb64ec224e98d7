package io.patchrank.testkit.cluster;

import io.patchrank.api.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An {@link ExtractorChild} in a JVM of its own, at an address of its own. */
final class ExtractorProcess implements AutoCloseable {
    private final List<String> command;
    private final Path log;
    private Process process;

    /** @param log what all processes in this place say on standard error */
    ExtractorProcess(Path log, long paceMillis, Map<String, String> settings) throws IOException {
        this.log = log;
        List<String> arguments = new ArrayList<>(List.of(Long.toString(paceMillis)));
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        this.command = ChildJvm.command(List.of("-Xmx128m"), ExtractorChild.class, arguments);
        this.process = start();
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PATCHRANK_"));
        return builder.start();
    }

    void awaitReady() throws IOException {
        ChildJvm.await(process, log, "ready"::equals);
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** A new one in its place; returns when it serves. */
    void restart() throws IOException {
        process = start();
        awaitReady();
    }

    /** {@code STOP} or {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
