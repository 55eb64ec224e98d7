package io.patchrank.imaging.decode;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * An upright picture as OpenCV holds it: 8 bits, three channels B, G, R, in native memory. One owner, who closes it; one
 * thread at a time.
 */
public final class BgrImage implements AutoCloseable {
    private final Mat mat;

    /** Takes the matrix over; it outlives any {@code PointerScope} that is open. */
    BgrImage(Mat mat) {
        this.mat = mat;
        mat.retainReference();
    }

    public int width() {
        return mat.cols();
    }

    public int height() {
        return mat.rows();
    }

    /** The pixels themselves; valid until this image is closed. */
    public Mat mat() {
        return mat;
    }

    @Override
    public void close() {
        mat.releaseReference();
    }
}
