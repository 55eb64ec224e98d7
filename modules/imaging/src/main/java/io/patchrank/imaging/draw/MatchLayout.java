package io.patchrank.imaging.draw;

import java.util.Optional;

/** Where the parts of a {@link MatchPicture} lie. */
record MatchLayout(int width, int height, Panel query, Panel other) {
    private static final int MARGIN = 24;
    private static final int GAP = 28;
    private static final int BETWEEN_MAPS = 8;
    private static final int CAPTION = 30;
    private static final int BASELINE = 18;
    /** A screen's width. */
    private static final int WIDEST = 1680;

    private static final int LEAST_WIDTH = 760;
    private static final int HIGHEST = 700;
    /** Of two images one above the other, together. */
    private static final double MOST_HEIGHT = 1400;

    /** Images side by side that would be lower than this go one above the other. */
    private static final int LOWEST = 360;

    /**
     * One image and its maps.
     *
     * @param caption baseline of the text below the image
     * @param mapCaption baseline of the text below the maps
     */
    record Panel(Area image, int caption, Optional<Area> attention, Optional<Area> colours, int mapCaption) {
        int bottom() {
            return mapCaption - BASELINE + CAPTION;
        }
    }

    /**
     * @param query width by height
     * @param other width by height
     */
    static MatchLayout of(double query, double other, int header, boolean maps) {
        int beside = Math.min(HIGHEST, (int) ((WIDEST - 2 * MARGIN - GAP) / (query + other)));
        return beside >= LOWEST ? beside(query, other, beside, header, maps) : above(query, other, header, maps);
    }

    private static MatchLayout beside(double query, double other, int height, int header, boolean maps) {
        Area left = new Area(MARGIN, header, side(query * height), height);
        Area right = new Area(left.x() + left.width() + GAP, header, side(other * height), height);
        int mapsTop = header + height + CAPTION;
        int mapsHeight = maps ? Math.max(mapHeight(left), mapHeight(right)) + CAPTION : 0;
        return new MatchLayout(
                Math.max(LEAST_WIDTH, right.x() + right.width() + MARGIN),
                mapsTop + mapsHeight + MARGIN / 2,
                panel(left, left.x(), mapsTop, maps),
                panel(right, right.x(), mapsTop, maps));
    }

    private static MatchLayout above(double query, double other, int header, boolean maps) {
        double width = WIDEST - 2.0 * MARGIN;
        // Not higher than a few screens, however unequal the shapes.
        width = Math.min(width, MOST_HEIGHT / (1 / query + 1 / other));
        Area upper = new Area(MARGIN, header, side(width), side(width / query));
        Area lower = new Area(MARGIN, upper.y() + upper.height() + CAPTION, side(width), side(width / other));
        // The maps of both lie below, in the same order: between the images they would lie under the lines.
        int mapsTop = lower.y() + lower.height() + CAPTION;
        Panel first = panel(upper, MARGIN, mapsTop, maps);
        Panel second = panel(lower, MARGIN, maps ? first.bottom() : mapsTop, maps);
        return new MatchLayout(
                Math.max(LEAST_WIDTH, upper.width() + 2 * MARGIN), second.bottom() + MARGIN / 2, first, second);
    }

    private static Panel panel(Area image, int mapsLeft, int mapsTop, boolean maps) {
        int caption = image.y() + image.height() + BASELINE;
        if (!maps) {
            return new Panel(image, caption, Optional.empty(), Optional.empty(), caption);
        }
        Area attention = new Area(mapsLeft, mapsTop, mapWidth(image), mapHeight(image));
        Area colours =
                new Area(mapsLeft + attention.width() + BETWEEN_MAPS, mapsTop, attention.width(), attention.height());
        return new Panel(
                image, caption, Optional.of(attention), Optional.of(colours), mapsTop + attention.height() + BASELINE);
    }

    private static int mapWidth(Area image) {
        return Math.max(1, (image.width() - BETWEEN_MAPS) / 2);
    }

    private static int mapHeight(Area image) {
        return side((double) image.height() * mapWidth(image) / image.width());
    }

    private static int side(double length) {
        return (int) Math.max(1, Math.round(length));
    }
}
