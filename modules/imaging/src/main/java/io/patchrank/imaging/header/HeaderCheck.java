package io.patchrank.imaging.header;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Locale;

/**
 * Refuses what must not reach a decoder: OpenCV decodes a JPEG cut in half without an error, and spends seconds and
 * gigabytes on a small file that claims a huge picture. Thread-safe, no native code.
 */
public final class HeaderCheck {
    private final ImageLimits limits;

    public HeaderCheck(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * What the file claims, when it is complete and may be decoded.
     *
     * @param name the subject of errors
     * @throws PatchrankException {@code EMPTY_FILE}; {@code UNSUPPORTED_FORMAT}, which names what the file looks like;
     *     {@code TRUNCATED_IMAGE} when the structure goes on behind the last byte; {@code CORRUPT_IMAGE} when it
     *     contradicts itself; {@code IMAGE_TOO_LARGE} and {@code IMAGE_TOO_SMALL} by the claimed size
     */
    public ImageHeader check(byte[] bytes, String name) {
        if (bytes.length == 0) {
            throw new PatchrankException(ErrorCode.EMPTY_FILE, name, "the file has no content; copy it again");
        }
        FileBytes in = new FileBytes(bytes, name);
        ImageFormat format = ImageFormat.of(in).orElseThrow(() -> ImageFormat.unsupported(bytes, name));
        ImageHeader header = read(format, in);
        requireWithinLimits(header, name);
        return header;
    }

    private static ImageHeader read(ImageFormat format, FileBytes in) {
        return switch (format) {
            case JPEG -> JpegHeader.read(in);
            case PNG -> PngHeader.read(in);
            case WEBP -> WebpHeader.read(in);
            case GIF -> GifHeader.read(in);
            case BMP -> BmpHeader.read(in);
            case TIFF -> TiffHeader.read(in);
            case PNM -> PnmHeader.read(in);
        };
    }

    private void requireWithinLimits(ImageHeader header, String name) {
        if (header.pixels() > limits.maxPixels()) {
            String message = String.format(
                    Locale.ROOT,
                    "the image claims %d x %d pixels = %.1f megapixels, the limit is %.1f; reduce it or raise the limit",
                    header.width(),
                    header.height(),
                    header.pixels() / 1e6,
                    limits.maxPixels() / 1e6);
            throw new PatchrankException(ErrorCode.IMAGE_TOO_LARGE, name, message);
        }
        if (Math.min(header.width(), header.height()) < limits.minSide()) {
            String message = "the image is %d x %d pixels; each side needs at least %d"
                    .formatted(header.width(), header.height(), limits.minSide());
            throw new PatchrankException(ErrorCode.IMAGE_TOO_SMALL, name, message);
        }
    }
}
