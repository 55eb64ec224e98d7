package io.patchrank.cli.container;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service of a Compose file as a plain process: the packaged launcher with the same command line. */
final class StageProcess implements AutoCloseable {
    private static final String LISTENING = "0A";

    private final String name;
    private final Path out;
    private final Path err;
    private final Process process;
    private final HttpClient http;

    private StageProcess(String name, Path out, Path err, Process process, HttpClient http) {
        this.name = name;
        this.out = out;
        this.err = err;
        this.process = process;
        this.http = http;
    }

    /**
     * @param distribution in the place of {@code /opt/patchrank}
     * @param log folder for what it says
     */
    static StageProcess start(
            String name, Path distribution, ComposeFile.Service service, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(distribution.resolve("patchrank").toString()));
        service.command().forEach(argument -> command.add(argument.replace("/opt/patchrank", distribution.toString())));
        Path out = Files.createTempFile(log, name + "-", ".out");
        Path err = Files.createTempFile(log, name + "-", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(log.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PATCHRANK_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new StageProcess(name, out, err, builder.start(), HttpClient.newHttpClient());
    }

    /** What it printed when it was ready. */
    JsonObject ready() throws IOException, InterruptedException {
        while (true) {
            String said = Files.readString(out);
            if (said.strip().endsWith("}")) {
                return new JsonObject(said);
            }
            requireAlive();
            Thread.sleep(50);
        }
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError(name + " ended with " + process.exitValue() + ": " + Files.readString(err));
        }
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        requireAlive();
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Who has written lines for a request. */
    Set<String> loggers(String requestId) throws IOException {
        try (Stream<String> lines = Files.lines(err)) {
            return lines.filter(line -> line.startsWith("{"))
                    .map(JsonObject::new)
                    .filter(line -> requestId.equals(
                            line.getJsonObject("mdc", new JsonObject()).getString("request-id")))
                    .map(line -> line.getString("loggerName"))
                    .collect(Collectors.toSet());
        }
    }

    String said() throws IOException {
        return Files.readString(err);
    }

    /** The addresses that it listens on, in the hexadecimal form of {@code /proc}; the port left out. */
    Set<String> listeningAddresses() throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(proc().resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = Files.exists(descriptor)
                        ? Files.readSymbolicLink(descriptor).toString()
                        : "";
                if (target.startsWith("socket:[")) {
                    own.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        Set<String> addresses = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            addresses.addAll(Files.readAllLines(proc().resolve("net").resolve(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > 9 && columns[3].equals(LISTENING) && own.contains(columns[9]))
                    .map(columns -> columns[1].substring(0, columns[1].indexOf(':')))
                    .collect(Collectors.toSet()));
        }
        return addresses;
    }

    private Path proc() {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        http.close();
    }
}
