package io.patchrank.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.razorvine.pickle.PickleException;

/** The bytes of a pickle in order, with their position, so that a claimed length can be compared with what is left. */
final class PickleInput extends InputStream {
    private static final int WINDOW = 1 << 16;
    /** Protocol 0 writes a byte string as one line. */
    private static final int LONGEST_LINE = 1 << 26;

    private final ByteSource source;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowEnd;
    private int line;

    PickleInput(ByteSource source, long start) {
        this.source = source;
        this.windowEnd = start;
    }

    long position() {
        return windowEnd - window.remaining();
    }

    long remaining() {
        return source.length() - position();
    }

    /** The little-endian number of {@code width} bytes that comes next, without taking it. */
    long peekUnsigned(int width) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(position(), number.limit(width));
        return number.clear().getLong();
    }

    /** Takes the next {@code count} bytes and returns where they begin. */
    long skipExactly(long count) throws IOException {
        long start = position();
        if (count < 0 || count > remaining()) {
            throw new EOFException();
        }
        windowEnd = start + count;
        window.limit(0);
        return start;
    }

    @Override
    public int read() throws IOException {
        if (!window.hasRemaining() && !refill()) {
            return -1;
        }
        int value = window.get() & 0xFF;
        line = value == '\n' ? 0 : line + 1;
        if (line > LONGEST_LINE) {
            throw new PickleException("a line of more than " + LONGEST_LINE + " bytes");
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        line = 0;
        if (count == 0) {
            return 0;
        }
        if (!window.hasRemaining() && !refill()) {
            return -1;
        }
        int taken = Math.min(count, window.remaining());
        window.get(target, offset, taken);
        return taken;
    }

    private boolean refill() throws IOException {
        int size = (int) Math.min(WINDOW, source.length() - windowEnd);
        if (size <= 0) {
            return false;
        }
        window.clear().limit(size);
        source.read(windowEnd, window);
        window.flip();
        windowEnd += size;
        return true;
    }
}
