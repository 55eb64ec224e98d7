package io.patchrank.api.picture;

import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A decoded, resized and normalised picture, ready for a network: float32, planar {@code [3, height, width]}, channels
 * R, G, B, in native memory. Exactly one owner; whoever takes it over closes it. Closing twice is harmless.
 */
public final class Picture implements AutoCloseable {
    private final FloatBuffer pixels;
    private final int height;
    private final int width;
    private final int sourceHeight;
    private final int sourceWidth;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param pixels direct, native order, {@code 3 * height * width} values
     * @param sourceHeight of the upright original (after cropping), in pixels
     * @param release frees the memory under {@code pixels}; runs once
     */
    public Picture(FloatBuffer pixels, int height, int width, int sourceHeight, int sourceWidth, Runnable release) {
        if (!pixels.isDirect() || pixels.remaining() != 3 * height * width) {
            throw new IllegalArgumentException("pixels must be direct and hold 3*height*width floats");
        }
        this.pixels = pixels;
        this.height = height;
        this.width = width;
        this.sourceHeight = sourceHeight;
        this.sourceWidth = sourceWidth;
        this.release = release;
    }

    /** A view from its start; invalid once this picture is closed. */
    public FloatBuffer pixels() {
        if (closed.get()) {
            throw new IllegalStateException("the picture is closed");
        }
        return pixels.duplicate();
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    public int sourceHeight() {
        return sourceHeight;
    }

    public int sourceWidth() {
        return sourceWidth;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
