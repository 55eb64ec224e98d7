package io.patchrank.imaging.decode;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.header.HeaderCheck;
import io.patchrank.imaging.header.ImageHeader;
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
        Reduction reduction = reduction(header, spec, crop);
        try (PointerScope scope = new PointerScope();
                BgrImage image = BgrDecoder.decode(bytes, name, header, reduction)) {
            boolean turned = image.width() != reduction.reduced(header.width());
            int width = turned ? header.height() : header.width();
            int height = turned ? header.width() : header.height();
            if (crop.isPresent()) {
                return cropped(image, name, spec, crop.get());
            }
            double scale = (double) spec.longestSide() / Math.max(width, height);
            requireOnePatch(width, height, scale, spec, name, ErrorCode.IMAGE_TOO_SMALL);
            AmesResize resize = AmesResize.of(width, height, scale, spec.patchSize());
            Mat input = resize.adaptedTo(image.width(), image.height(), width, height)
                    .apply(image.mat());
            return new DecodedPicture(Normaliser.normalise(input, spec, width, height), width, height);
        }
    }

    private Reduction reduction(ImageHeader header, InputSpec spec, Optional<CropBox> crop) {
        if (!options.reducedDecode() || crop.isPresent()) {
            return Reduction.NONE;
        }
        Reduction reduction = Reduction.keeping(header, 2L * spec.longestSide());
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
        double scale = (double) spec.longestSide() / longest;
        requireOnePatch(box.width(), box.height(), scale, spec, name, ErrorCode.BAD_REQUEST);
        Mat input = AmesResize.of(box.width(), box.height(), scale, spec.patchSize())
                .apply(image.mat().apply(box.rectangle()));
        Picture picture = Normaliser.normalise(input, spec, box.width(), box.height());
        return new DecodedPicture(picture, image.width(), image.height());
    }

    private static void requireOnePatch(
            int width, int height, double scale, InputSpec spec, String name, ErrorCode code) {
        if (AmesResize.patches(Math.min(width, height), scale, spec.patchSize()) < 1) {
            String message =
                    "%d x %d pixels, resized to %d, leave no room for one patch of %d; use a less narrow picture"
                            .formatted(width, height, spec.longestSide(), spec.patchSize());
            throw new PatchrankException(code, name, message);
        }
    }
}
