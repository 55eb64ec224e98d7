package io.patchrank.testkit.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
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
        this.command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ExtractorChild.class.getName(),
                Long.toString(paceMillis)));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        this.process = start();
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PATCHRANK_"));
        return builder.start();
    }

    void awaitReady() throws IOException {
        BufferedReader said = process.inputReader();
        for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
            if (line == null) {
                throw new AssertionError("an extractor ended: " + Files.readString(log));
            }
        }
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
