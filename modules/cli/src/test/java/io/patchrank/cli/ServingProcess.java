package io.patchrank.cli;

import io.patchrank.api.testing.ChildJvm;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
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
        List<String> arguments = new ArrayList<>(List.of("serve", "--json"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        List<String> flags = List.of("-Xmx512m");
        ProcessBuilder builder =
                new ProcessBuilder(ChildJvm.command(flags, Main.class, arguments)).redirectError(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PATCHRANK_"));
        return new ServingProcess(log, builder.start());
    }

    /** Waits until it says so; libraries may say something before. What it says of itself. */
    public JsonObject awaitReady() throws IOException {
        return new JsonObject(ChildJvm.await(process, log, line -> line.startsWith("{")));
    }

    public long pid() {
        return process.pid();
    }

    /** The most memory that it has had in RAM, in MB; Linux. */
    public long peakMegabytes() throws IOException {
        return ChildJvm.peakMemory(process).orElseThrow() >> 20;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
