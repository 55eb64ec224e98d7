package io.patchrank.testkit.security;

import io.patchrank.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code patchrank serve} in a process of its own. */
final class ServingProcess implements AutoCloseable {
    private final Path log;
    private final Process process;

    private ServingProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /**
     * @param log what it says on standard error
     * @param settings keys of the configuration
     */
    static ServingProcess start(Path log, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--json"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PATCHRANK_"));
        return new ServingProcess(log, builder.start());
    }

    /** Waits until it says so; libraries may say something before. */
    void awaitReady() throws IOException {
        BufferedReader output = process.inputReader();
        String line;
        do {
            line = output.readLine();
            if (line == null) {
                throw new AssertionError("it ended: " + Files.readString(log));
            }
        } while (!line.startsWith("{"));
    }

    Set<String> sockets() throws IOException {
        return OpenSockets.of(process.pid());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
