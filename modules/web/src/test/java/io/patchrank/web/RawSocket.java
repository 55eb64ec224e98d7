package io.patchrank.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Says to a server what no well-behaved client would. */
final class RawSocket implements AutoCloseable {
    private final Socket socket;

    RawSocket(TestServer server) throws IOException {
        socket = new Socket("127.0.0.1", server.port());
    }

    RawSocket say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawSocket say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** All that the server says until it closes the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What it says until these words have come. */
    String until(String words) throws IOException {
        StringBuilder said = new StringBuilder();
        int next;
        while (said.indexOf(words) < 0 && (next = socket.getInputStream().read()) >= 0) {
            said.append((char) next);
        }
        return said.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
