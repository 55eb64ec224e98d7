package io.patchrank.pipeline.isolation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchrank.pipeline.message.WireFormat;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Messages between a process and its child: a four-byte big-endian length, then the wire form of stage messages. Any
 * thread sends, one receives.
 *
 * @param <S> sealed interface of what is sent
 * @param <R> sealed interface of what is received
 */
final class FrameChannel<S, R> {
    /** A child that is not itself any more must not make us take more. */
    private static final int LARGEST = 1 << 30;

    private static final int BUFFER = 1 << 16;

    private final ObjectMapper mapper = WireFormat.mapper();
    private final Class<S> sent;
    private final Class<R> received;
    private final DataInputStream in;
    private final DataOutputStream out;

    FrameChannel(Class<S> sent, Class<R> received, InputStream in, OutputStream out) {
        this.sent = sent;
        this.received = received;
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
        this.out = new DataOutputStream(out);
    }

    /** Blocks until the other side has taken all but what the pipe holds. */
    void send(S message) throws IOException {
        byte[] body = mapper.writerFor(sent).writeValueAsBytes(message);
        synchronized (out) {
            out.writeInt(body.length);
            out.write(body);
            out.flush();
        }
    }

    /** The next message; empty at the end, also when it comes within a message. Blocks. */
    Optional<R> receive() throws IOException {
        try {
            int length = in.readInt();
            if (length < 0 || length > LARGEST) {
                throw new IOException("a message claims " + length + " bytes");
            }
            byte[] body = in.readNBytes(length);
            return body.length < length ? Optional.empty() : Optional.of(mapper.readValue(body, received));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** The other side finds the end of what it receives. */
    void end() throws IOException {
        out.close();
    }
}
