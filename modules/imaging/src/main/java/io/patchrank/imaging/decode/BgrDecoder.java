package io.patchrank.imaging.decode;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.imaging.header.HeaderCheck;
import io.patchrank.imaging.header.ImageFormat;
import io.patchrank.imaging.header.ImageHeader;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.imaging.header.PngPicture;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to upright 8-bit BGR: grey, palette, alpha, 16-bit and CMYK come out as plain colour, animations as their first
 * frame. Thread-safe; runs on the caller's thread.
 */
public final class BgrDecoder {
    private final HeaderCheck headerCheck;

    public BgrDecoder(ImageLimits limits) {
        OpenCv.load();
        this.headerCheck = new HeaderCheck(limits);
    }

    /**
     * Decodes at full size.
     *
     * @param name the subject of errors
     * @return owned by the caller
     * @throws PatchrankException the errors of {@link HeaderCheck#check}, and {@code CORRUPT_IMAGE} when the decoder
     *     refuses the file
     */
    public BgrImage decode(byte[] bytes, String name) {
        return decode(bytes, name, header(bytes, name), Reduction.NONE);
    }

    /**
     * The same, no larger than {@code maxSide} pixels; smaller pictures stay as they are. Not for networks: a JPEG may
     * be decoded at a fraction of its size.
     */
    public BgrImage decodeForDisplay(byte[] bytes, String name, int maxSide) {
        ImageHeader header = header(bytes, name);
        return shrunk(decode(bytes, name, header, Reduction.keeping(header, maxSide)), maxSide);
    }

    /**
     * The same of a box of the picture.
     *
     * @param crop in pixels of the upright original; parts outside the picture are cut off
     * @throws PatchrankException also {@code BAD_REQUEST} for a box that lies outside the picture
     */
    public BgrImage decodeForDisplay(byte[] bytes, String name, int maxSide, CropBox crop) {
        ImageHeader header = header(bytes, name);
        // As large as its longest side shows the box with maxSide pixels.
        double enlarged = maxSide * (double) Math.max(header.width(), header.height()) / longestSide(crop, header);
        Reduction wanted = Reduction.keeping(header, (long) Math.ceil(enlarged));
        Reduction reduction = wanted.showsOrientation(header) ? wanted : Reduction.NONE;
        try (BgrImage image = decode(bytes, name, header, reduction);
                PointerScope scope = new PointerScope()) {
            boolean turned = image.width() != reduction.reduced(header.width());
            int width = turned ? header.height() : header.width();
            int height = turned ? header.width() : header.height();
            PixelBox box = PixelBox.of(crop, width, height, 1, name)
                    .reduced(reduction.divisor(), image.width(), image.height());
            return shrunk(new BgrImage(image.mat().apply(box.rectangle()).clone()), maxSide);
        }
    }

    /** Of what is left of the box within the picture, whichever way EXIF turns it; at least 1. */
    private static double longestSide(CropBox crop, ImageHeader header) {
        return Stream.of(new PixelSize(header.width(), header.height()), new PixelSize(header.height(), header.width()))
                .flatMap(size -> crop.within(size).stream())
                .mapToDouble(box -> Math.max(box.width(), box.height()))
                .min()
                .orElse(1);
    }

    /** Takes the image over; gives it back when it is small enough. */
    private static BgrImage shrunk(BgrImage image, int maxSide) {
        int longest = Math.max(image.width(), image.height());
        if (longest <= maxSide) {
            return image;
        }
        try (image;
                PointerScope scope = new PointerScope()) {
            double factor = (double) maxSide / longest;
            int width = Math.max(1, (int) Math.round(image.width() * factor));
            int height = Math.max(1, (int) Math.round(image.height() * factor));
            Mat small = new Mat();
            resize(image.mat(), small, new Size(width, height), 0, 0, INTER_AREA);
            return new BgrImage(small);
        }
    }

    ImageHeader header(byte[] bytes, String name) {
        return headerCheck.check(bytes, name);
    }

    /** Decodes what {@link #header} has accepted. */
    static BgrImage decode(byte[] bytes, String name, ImageHeader header, Reduction reduction) {
        try (PointerScope scope = new PointerScope()) {
            Mat decoded = imdecode(encoded(bytes, header), reduction.flag());
            if (decoded.empty()) {
                throw corrupt(name, header, "the decoder gives no picture", null);
            }
            return new BgrImage(decoded);
        } catch (PatchrankException e) {
            throw e;
        } catch (RuntimeException e) {
            throw corrupt(name, header, firstLine(e), e);
        }
    }

    /** A native copy of what the decoder needs. */
    private static Mat encoded(byte[] bytes, ImageHeader header) {
        if (header.format() != ImageFormat.PNG) {
            return new Mat(1, bytes.length, CV_8UC1, new BytePointer(bytes));
        }
        BytePointer copy = new BytePointer((long) bytes.length);
        PngPicture.of(bytes, (at, length) -> {
            copy.put(bytes, at, length);
            copy.position(copy.position() + length);
        });
        int length = (int) copy.position();
        return new Mat(1, length, CV_8UC1, copy.position(0));
    }

    private static PatchrankException corrupt(
            String name, ImageHeader header, String detail, @Nullable Throwable cause) {
        String message = "the %s is damaged: %s; replace the file"
                .formatted(header.format().displayName(), detail);
        return new PatchrankException(ErrorCode.CORRUPT_IMAGE, name, message, cause);
    }

    /** Native messages carry a C++ trace behind their first line. */
    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("native error");
    }
}
