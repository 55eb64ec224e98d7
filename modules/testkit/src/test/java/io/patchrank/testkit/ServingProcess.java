package io.patchrank.testkit;

import io.patchrank.cli.Main;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code patchrank serve} in a process of its own. */
public final class ServingProcess implements AutoCloseable {
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
    public static ServingProcess start(Path log, Map<String, String> settings) throws IOException {
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

    /** Waits until it says so; libraries may say something before. What it says of itself. */
    public JsonObject awaitReady() throws IOException {
        BufferedReader output = process.inputReader();
        String line;
        do {
            line = output.readLine();
            if (line == null) {
                throw new AssertionError("it ended: " + Files.readString(log));
            }
        } while (!line.startsWith("{"));
        return new JsonObject(line);
    }

    public long pid() {
        return process.pid();
    }

    /** The most memory that it has had in RAM, in MB; Linux. */
    public long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
