package io.patchrank.api.picture;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A decoded, resized and normalised picture, ready for a network, at one size for each of {@link InputSpec#scales()}.
 * All sizes share one piece of native memory. Exactly one owner; whoever takes it over closes it. Closing twice is
 * harmless.
 */
public final class Picture implements AutoCloseable {
    private final List<AtScale> sizes;
    private final int sourceHeight;
    private final int sourceWidth;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * The picture at one scale.
     *
     * @param pixels float32, planar {@code [3, height, width]}, channels R, G, B; direct, native order
     * @param height in pixels
     * @param width in pixels
     */
    public record AtScale(FloatBuffer pixels, int height, int width) {
        public AtScale {
            if (!pixels.isDirect() || pixels.remaining() != 3 * height * width) {
                throw new IllegalArgumentException("pixels must be direct and hold 3*height*width floats");
            }
        }

        /** A view from its start; invalid once the picture is closed. */
        @Override
        public FloatBuffer pixels() {
            return pixels.duplicate();
        }

        /** Whether both can be stacked in one tensor. */
        public boolean sameSize(AtScale other) {
            return height == other.height && width == other.width;
        }
    }

    /**
     * Takes the memory over.
     *
     * @param sizes at least one, in the order of the scales
     * @param sourceHeight of the upright original (after cropping), in pixels
     * @param release frees the memory under all sizes; runs once
     */
    public Picture(List<AtScale> sizes, int sourceHeight, int sourceWidth, Runnable release) {
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("a picture has at least one size");
        }
        this.sizes = List.copyOf(sizes);
        this.sourceHeight = sourceHeight;
        this.sourceWidth = sourceWidth;
        this.release = release;
    }

    /** A picture at one scale, see {@link AtScale}. */
    public Picture(FloatBuffer pixels, int height, int width, int sourceHeight, int sourceWidth, Runnable release) {
        this(List.of(new AtScale(pixels, height, width)), sourceHeight, sourceWidth, release);
    }

    /** Every size, in the order of the scales; invalid once this picture is closed. */
    public List<AtScale> sizes() {
        if (closed.get()) {
            throw new IllegalStateException("the picture is closed");
        }
        return sizes;
    }

    /** Pixels of the first scale. */
    public FloatBuffer pixels() {
        return sizes().getFirst().pixels();
    }

    /** Of the first scale, in pixels. */
    public int height() {
        return sizes.getFirst().height();
    }

    /** Of the first scale, in pixels. */
    public int width() {
        return sizes.getFirst().width();
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
