package io.patchrank.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Callers who are slow or go away. */
final class Callers implements AutoCloseable {
    private static final int MANY = 30;
    private static final String SEARCH =
            "POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private final URI server;
    private final String query;
    private final List<Socket> slow = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    Callers(URI server, JsonObject query) {
        this.server = server;
        this.query = query.encode();
    }

    /** Half a request, a whole one whose answer nobody takes, a stream that nobody reads. */
    void leaveInTheMiddle() throws IOException {
        for (int i = 0; i < MANY; i++) {
            try (Socket half = say(SEARCH + "Content-Length: 60000\r\n\r\n{");
                    Socket whole = say(search());
                    Socket stream = say("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                assertThat(List.of(half, whole, stream)).allMatch(Socket::isConnected);
            }
        }
    }

    /** The answers are there, and stay unread until {@link #close}. */
    void keepAnswersWaiting() throws IOException {
        for (int i = 0; i < MANY; i++) {
            slow.add(say(search()));
        }
        for (Socket socket : slow) {
            assertThat(heard(socket, "HTTP/1.1".length())).isEqualTo("HTTP/1.1");
        }
    }

    private String search() {
        return SEARCH + "Content-Length: " + query.length() + "\r\n\r\n" + query;
    }

    private Socket say(String request) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String heard(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    /** Waits until no request is on its way, and all streams and the memory for bodies can be had again. */
    void awaitAllPlacesFree(int streams, int bodies) throws IOException, InterruptedException {
        String metrics;
        do {
            Thread.sleep(50);
            metrics = http.send(
                            HttpRequest.newBuilder(server.resolve("/metrics")).build(), BodyHandlers.ofString())
                    .body();
        } while (metrics.lines()
                .filter(line -> line.matches("patchrank_(requests_(waiting|outstanding)|queue_jobs).*"))
                .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) != 0));
        awaitBodies(bodies);
        awaitStreams(streams);
    }

    private void awaitStreams(int count) throws IOException, InterruptedException {
        HttpRequest events =
                HttpRequest.newBuilder(server.resolve("/api/v1/events")).build();
        List<HttpResponse<?>> open = new ArrayList<>();
        while (open.size() < count) {
            HttpResponse<?> stream = http.send(events, BodyHandlers.ofInputStream());
            if (stream.statusCode() == 200) {
                open.add(stream);
            }
        }
    }

    /** Bodies as large as they may be: the server asks for each to be sent once it has the memory for it. */
    private void awaitBodies(int count) throws IOException {
        int taken = 0;
        while (taken < count) {
            Socket socket = say(SEARCH + "Expect: 100-continue\r\nContent-Length: 65536\r\n\r\n");
            slow.add(socket);
            if (heard(socket, "HTTP/1.1 100".length()).equals("HTTP/1.1 100")) {
                taken++;
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
        http.shutdownNow();
    }
}
