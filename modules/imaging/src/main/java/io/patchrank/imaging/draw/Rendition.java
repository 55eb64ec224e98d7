package io.patchrank.imaging.draw;

import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import java.util.Optional;

/**
 * An image file made into an upright JPEG for people to look at. Immutable by convention: the bytes are not copied.
 *
 * @param jpeg a whole file
 */
public record Rendition(byte[] jpeg, PixelSize size) {
    /**
     * Decodes, turns, cuts, shrinks and encodes; a large JPEG is decoded at a fraction of its size. Runs on the caller's
     * thread and uses one core.
     *
     * @param name the subject of errors
     * @param longestSide of the result in pixels; smaller pictures stay as they are
     * @param crop in pixels of the upright original; parts outside the picture are cut off
     * @throws io.patchrank.api.error.PatchrankException the errors of {@link BgrDecoder#decode}, and {@code BAD_REQUEST}
     *     for a box outside the picture
     */
    public static Rendition of(BgrDecoder decoder, byte[] bytes, String name, int longestSide, Optional<CropBox> crop) {
        try (BgrImage image = crop.map(box -> decoder.decodeForDisplay(bytes, name, longestSide, box))
                .orElseGet(() -> decoder.decodeForDisplay(bytes, name, longestSide))) {
            return new Rendition(Encoding.JPEG.encode(image.mat()), new PixelSize(image.width(), image.height()));
        }
    }
}
