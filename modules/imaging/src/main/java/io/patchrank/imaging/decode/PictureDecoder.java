package io.patchrank.imaging.decode;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.header.HeaderCheck;
import io.patchrank.imaging.header.ImageHeader;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Bytes to network input: header check, decode, EXIF orientation, crop, resize to whole patches, normalise. Thread-safe
 * and without state; each call runs on the caller's thread and uses one core, so decode on as many workers as there are
 * cores to spare.
 */
public final class PictureDecoder {
    private final DecodeOptions options;
    private final BgrDecoder decoder;

    public PictureDecoder(DecodeOptions options) {
        this.options = options;
        this.decoder = new BgrDecoder(options.limits());
    }

    /**
     * Decodes one file.
     *
     * @param bytes the whole file
     * @param name the subject of errors: path or upload name
     * @param crop in pixels of the upright original; parts outside the picture are cut off
     * @return its picture is owned by the caller
     * @throws PatchrankException the errors of {@link HeaderCheck#check}; {@code CORRUPT_IMAGE} when the decoder refuses
     *     the file; {@code IMAGE_TOO_SMALL} when the picture is so narrow that not one patch fits across;
     *     {@code BAD_REQUEST} for a crop box outside the picture or too small
     */
    public DecodedPicture decode(byte[] bytes, String name, InputSpec spec, Optional<CropBox> crop) {
        ImageHeader header = decoder.header(bytes, name);
        double factor = (double) spec.longestSide() / Math.max(header.width(), header.height());
        if (crop.isEmpty()) {
            // Turned by EXIF it is as narrow, so nothing needs to be decoded for that.
            requireOnePatch(header.width(), header.height(), factor, spec, name, ErrorCode.IMAGE_TOO_SMALL);
        }
        Reduction reduction = reduction(header, spec, crop);
        try (PointerScope scope = new PointerScope();
                BgrImage image = BgrDecoder.decode(bytes, name, header, reduction)) {
            boolean turned = image.width() != reduction.reduced(header.width());
            int width = turned ? header.height() : header.width();
            int height = turned ? header.width() : header.height();
            if (crop.isPresent()) {
                return cropped(image, name, spec, crop.get());
            }
            return new DecodedPicture(resized(image.mat(), width, height, factor, spec), width, height);
        }
    }

    /**
     * One size for each scale, each from the pixels given: sizes made of one another would blur.
     *
     * @param source may have been decoded at less than {@code width x height}
     */
    private static Picture resized(Mat source, int width, int height, double factor, InputSpec spec) {
        List<Mat> inputs = spec.scales().stream()
                .map(scale -> AmesResize.of(width, height, scale * factor, spec.patchSize())
                        .adaptedTo(source.cols(), source.rows(), width, height)
                        .apply(source))
                .toList();
        return Normaliser.normalise(inputs, spec, width, height);
    }

    private Reduction reduction(ImageHeader header, InputSpec spec, Optional<CropBox> crop) {
        if (!options.reducedDecode() || crop.isPresent()) {
            return Reduction.NONE;
        }
        Reduction reduction = Reduction.keeping(header, (long) Math.ceil(2 * spec.largestSide()));
        return reduction.showsOrientation(header) ? reduction : Reduction.NONE;
    }

    private DecodedPicture cropped(BgrImage image, String name, InputSpec spec, CropBox crop) {
        PixelBox box = PixelBox.of(
                crop, image.width(), image.height(), options.limits().minSide(), name);
        int longest =
                switch (options.cropScale()) {
                    case FILL -> Math.max(box.width(), box.height());
                    case WHOLE_PICTURE -> Math.max(image.width(), image.height());
                };
        double factor = (double) spec.longestSide() / longest;
        requireOnePatch(box.width(), box.height(), factor, spec, name, ErrorCode.BAD_REQUEST);
        Mat marked = image.mat().apply(box.rectangle());
        Picture picture = resized(marked, box.width(), box.height(), factor, spec);
        return new DecodedPicture(picture, image.width(), image.height());
    }

    private static void requireOnePatch(
            int width, int height, double factor, InputSpec spec, String name, ErrorCode code) {
        double smallest = Collections.min(spec.scales());
        if (AmesResize.patches(Math.min(width, height), smallest * factor, spec.patchSize()) < 1) {
            String message =
                    "%d x %d pixels, resized to %d, leave no room for one patch of %d; use a less narrow picture"
                            .formatted(width, height, Math.round(smallest * spec.longestSide()), spec.patchSize());
            throw new PatchrankException(code, name, message);
        }
    }
}
