package io.patchrank.imaging.decode;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.PixelSize;
import org.bytedeco.opencv.opencv_core.Rect;

/** The whole pixels that a crop box takes, see {@link CropBox#within}. */
record PixelBox(int x, int y, int width, int height) {
    static PixelBox of(CropBox crop, int pictureWidth, int pictureHeight, int minSide, String name) {
        PixelBox box = crop.within(new PixelSize(pictureWidth, pictureHeight))
                .map(b -> new PixelBox((int) b.x(), (int) b.y(), (int) b.width(), (int) b.height()))
                .orElseGet(() -> new PixelBox(0, 0, 0, 0));
        if (box.width() < minSide || box.height() < minSide) {
            String message = "the crop box covers %d x %d of the picture's %d x %d pixels; each side needs at least %d"
                    .formatted(box.width(), box.height(), pictureWidth, pictureHeight, minSide);
            throw new PatchrankException(ErrorCode.BAD_REQUEST, name, message);
        }
        return box;
    }

    /** The same box on a picture that was decoded at {@code 1 / divisor} of its size; at least one pixel. */
    PixelBox reduced(int divisor, int reducedWidth, int reducedHeight) {
        int left = Math.min(x / divisor, reducedWidth - 1);
        int top = Math.min(y / divisor, reducedHeight - 1);
        int right = Math.clamp(Math.ceilDiv(x + width, divisor), left + 1, reducedWidth);
        int bottom = Math.clamp(Math.ceilDiv(y + height, divisor), top + 1, reducedHeight);
        return new PixelBox(left, top, right - left, bottom - top);
    }

    Rect rectangle() {
        return new Rect(x, y, width, height);
    }
}
