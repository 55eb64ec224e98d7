package io.patchrank.api.picture;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Optional;

/** A box on a picture in pixels of the upright original, origin top left. May be fractional, as AMES' query boxes. */
public record CropBox(double x, double y, double width, double height) {
    public CropBox {
        if (!(x >= 0 && y >= 0 && width > 0 && height > 0) || !Double.isFinite(x + y + width + height)) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    "crop",
                    "a crop box is x,y,width,height with x,y >= 0 and width,height > 0, in pixels");
        }
    }

    /** Adding position and width loses the last bits of an edge that was given as a whole number. */
    private static final double ROUNDING = 1e-6;

    /**
     * The whole pixels that this box takes of a picture: every edge is rounded down, as AMES'
     * {@code img[int(y1):int(y2)]} does, and what lies outside is cut off.
     *
     * @return empty when nothing is left
     */
    public Optional<CropBox> within(PixelSize picture) {
        int left = edge(x, picture.width());
        int top = edge(y, picture.height());
        int right = edge(x + width, picture.width());
        int bottom = edge(y + height, picture.height());
        return right > left && bottom > top
                ? Optional.of(new CropBox(left, top, right - left, bottom - top))
                : Optional.empty();
    }

    private static int edge(double position, int side) {
        return (int) Math.min(Math.floor(position + ROUNDING), side);
    }

    /** Reads {@code x,y,width,height}. */
    public static CropBox parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 4) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "crop", "expected x,y,width,height, got: " + text);
        }
        double[] values = new double[4];
        for (int i = 0; i < 4; i++) {
            try {
                values[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException e) {
                throw new PatchrankException(ErrorCode.BAD_REQUEST, "crop", "not a number: " + parts[i], e);
            }
        }
        return new CropBox(values[0], values[1], values[2], values[3]);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return x + "," + y + "," + width + "," + height;
    }
}
