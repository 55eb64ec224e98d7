package io.patchrank.imaging.draw;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/** How drawings are written. */
public enum Encoding {
    PNG(".png"),
    JPEG(".jpg");

    private static final int JPEG_QUALITY = 90;

    private final String extension;

    Encoding(String extension) {
        this.extension = extension;
    }

    /** The encoding that a file's extension asks for. */
    public static Encoding of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            return PNG;
        }
        if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
            return JPEG;
        }
        throw new PatchrankException(
                ErrorCode.BAD_REQUEST, file.toString(), "pictures are written as .png or .jpg; change the extension");
    }

    private int[] parameters() {
        return switch (this) {
            case PNG -> new int[0];
            case JPEG -> new int[] {IMWRITE_JPEG_QUALITY, JPEG_QUALITY};
        };
    }

    byte[] encode(Mat bgr) {
        try (PointerScope scope = new PointerScope()) {
            BytePointer target = new BytePointer();
            if (!imencode(new BytePointer(extension), bgr, target, new IntPointer(parameters()))) {
                throw new PatchrankException(ErrorCode.INTERNAL, extension, "OpenCV could not encode the picture");
            }
            byte[] bytes = new byte[Math.toIntExact(target.limit())];
            target.get(bytes);
            return bytes;
        }
    }
}
