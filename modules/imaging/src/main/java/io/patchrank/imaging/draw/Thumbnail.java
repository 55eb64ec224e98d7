package io.patchrank.imaging.draw;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.header.ImageLimits;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A photograph in a frame, with a line of small text below it: a place of a ranked list. */
public final class Thumbnail {
    /** Width of the frame in pixels. */
    public static final int FRAME = 4;
    /** Height in pixels of the line below. */
    public static final int CAPTION = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Thumbnail.class);
    private static final int LETTER = 9;

    private final BgrDecoder decoder = new BgrDecoder(ImageLimits.DEFAULT);

    /**
     * Draws the photograph as large as it fits, in a frame along the area's edge. One that cannot be read or decoded
     * leaves a grey cell.
     *
     * @param file gives the bytes of the image file, or throws a {@link PatchrankException}
     * @param name the subject of errors
     * @return what the photograph covers; the inside of the frame where there is none
     */
    public Area draw(Canvas canvas, Area area, Colour frame, Supplier<byte[]> file, String name) {
        Area inside = area.inset(FRAME);
        Area covered = inside;
        canvas.fill(area, Colour.FAINT);
        int side = 2 * Math.max(area.width(), area.height());
        try (BgrImage image = decoder.decodeForDisplay(file.get(), name, side)) {
            covered = canvas.place(image, inside);
        } catch (PatchrankException e) {
            LOG.warn("a cell stays grey: {}", e.getMessage());
            canvas.text("no picture", area.x() + 12, area.y() + area.height() / 2, 10, Colour.INK);
        }
        canvas.border(area, frame, FRAME);
        return covered;
    }

    /** Text at the left of the line below. */
    public static void caption(Canvas canvas, Area area, String text) {
        canvas.text(text, area.x() + 2, baseline(area), LETTER, Colour.INK);
    }

    /** Marks at the right of the line below how many places an image rose (or, below zero, fell). */
    public static void move(Canvas canvas, Area area, int places) {
        int right = area.x() + area.width();
        if (places == 0) {
            canvas.text("=", right - 14, baseline(area), LETTER, Colour.GREY);
            return;
        }
        Colour colour = places > 0 ? Colour.GREEN : Colour.VERMILION;
        String count = String.valueOf(Math.abs(places));
        int x = right - Canvas.textWidth(count, LETTER) - 2;
        canvas.text(count, x, baseline(area), LETTER, colour);
        arrow(canvas, x - 10, baseline(area) - 10, places > 0, colour);
    }

    /** A small arrow up or down, 11 pixels high, its shaft at {@code x}. */
    public static void arrow(Canvas canvas, int x, int top, boolean up, Colour colour) {
        int tip = up ? top : top + 11;
        int back = up ? top + 4 : top + 7;
        canvas.line(x, top, x, top + 11, colour, 2);
        canvas.line(x - 4, back, x, tip, colour, 2);
        canvas.line(x + 4, back, x, tip, colour, 2);
    }

    private static int baseline(Area area) {
        return area.y() + area.height() + 14;
    }
}
