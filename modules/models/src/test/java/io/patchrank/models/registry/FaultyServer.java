package io.patchrank.models.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on plain sockets, because the JDK's refuses to break off, to lie and to contradict itself. */
final class FaultyServer implements AutoCloseable {
    /** @param headers names in lower case */
    record Request(String path, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** Answers one request; the connection closes afterwards. */
    interface Answer {
        void send(Request request, OutputStream out) throws IOException;
    }

    private final ServerSocket socket;
    private final Deque<Answer> answers;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private FaultyServer(ServerSocket socket, List<Answer> answers) {
        this.socket = socket;
        this.answers = new ArrayDeque<>(answers);
    }

    /** Gives the answers one after the other; the last one again and again. */
    static FaultyServer of(Answer... answers) {
        try {
            FaultyServer server =
                    new FaultyServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), List.of(answers));
            Thread.ofVirtual().start(server::run);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri(String file) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/models/" + file);
    }

    List<Request> requests() {
        return Collections.unmodifiableList(requests);
    }

    private void run() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            Map<String, String> headers = new LinkedHashMap<>();
            for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            Request request = new Request(line.split(" ")[1], headers);
            requests.add(request);
            next().send(request, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException e) {
            // The client went away, which is its right.
        }
    }

    private synchronized Answer next() {
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- Answers ---

    static void head(OutputStream out, int status, String... headers) throws IOException {
        String head = "HTTP/1.1 " + status + " X\r\nConnection: close\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList()) + "\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As a good server: with ranges, and If-Range. */
    static Answer serving(byte[] content, String etag) {
        return serving(content, etag, content.length);
    }

    /** The same, but every connection breaks after so many bytes of body. */
    static Answer serving(byte[] content, String etag, int breakAfter) {
        return (request, out) -> {
            Optional<Integer> from = request.header("range")
                    .filter(range ->
                            request.header("if-range").map(etag::equals).orElse(true))
                    .map(range -> Integer.parseInt(range.replaceAll("\\D", "")));
            int offset = from.orElse(0);
            if (offset >= content.length) {
                head(out, 416, "Content-Range: bytes */" + content.length, "Content-Length: 0");
                return;
            }
            int left = content.length - offset;
            if (from.isPresent()) {
                head(
                        out,
                        206,
                        "ETag: " + etag,
                        "Content-Length: " + left,
                        "Content-Range: bytes " + offset + "-" + (content.length - 1) + "/" + content.length);
            } else {
                head(out, 200, "ETag: " + etag, "Content-Length: " + left, "Accept-Ranges: bytes");
            }
            out.write(content, offset, Math.min(left, breakAfter));
        };
    }

    /** Knows no ranges. */
    static Answer whole(byte[] content, String... headers) {
        return (request, out) -> {
            String[] all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Content-Length: " + content.length;
            head(out, 200, all);
            out.write(content);
        };
    }

    /** Promises one length and sends another. */
    static Answer lying(byte[] content, int promised) {
        return (request, out) -> {
            head(out, 200, "Content-Length: " + promised, "ETag: \"lie\"");
            out.write(content);
        };
    }

    static Answer chunked(byte[] content) {
        return (request, out) -> {
            head(out, 200, "Transfer-Encoding: chunked");
            out.write((Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(content);
            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        };
    }

    static Answer status(int status, String... headers) {
        return (request, out) -> {
            String[] all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Content-Length: 0";
            head(out, status, all);
        };
    }

    /** Sends the beginning, and then nothing, until the client gives up. */
    static Answer silentAfter(byte[] content, int bytes) {
        return (request, out) -> {
            head(out, 200, "Content-Length: " + content.length, "ETag: \"s\"");
            out.write(content, 0, bytes);
            out.flush();
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
