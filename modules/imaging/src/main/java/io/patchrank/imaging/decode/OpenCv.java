package io.patchrank.imaging.decode;

import org.bytedeco.opencv.global.opencv_core;

/** Process-wide settings of OpenCV, made before its first use here. */
public final class OpenCv {
    static {
        // Pictures are decoded side by side by our own workers; OpenCV's thread pool would only compete with them.
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Loads the native library and applies the settings; cheap when done before. */
    public static void load() {
        // The static initialiser does it, once.
    }
}
