package io.patchrank.evaluation.sample;

/** The motifs, and how each is seen. */
enum SceneKind {
    FACADE(Place.STREET, false),
    POSTER(Place.STREET, true),
    BOOKSHELF(Place.ROOM, false),
    MOSAIC(Place.STREET, true),
    SHOP_FRONT(Place.STREET, false),
    DESK_TOP(Place.TABLE, false),
    COUNTRY_MAP(Place.ROOM, true),
    QUILT(Place.ROOM, true),
    LANDSCAPE(Place.ROOM, true);

    private final Place place;
    private final boolean hangs;

    SceneKind(Place place, boolean hangs) {
        this.place = place;
        this.hangs = hangs;
    }

    Motif motif() {
        return switch (this) {
            case FACADE -> new Facade();
            case POSTER -> new Poster();
            case BOOKSHELF -> new Bookshelf();
            case MOSAIC -> new Mosaic();
            case SHOP_FRONT -> new ShopFront();
            case DESK_TOP -> new DeskTop();
            case COUNTRY_MAP -> new CountryMap();
            case QUILT -> new Quilt();
            case LANDSCAPE -> new Landscape();
        };
    }

    Place place() {
        return place;
    }

    /** Whether it is a thing on a wall, rather than a place that goes on beyond the picture. */
    boolean hangs() {
        return hangs;
    }

    /** How small the scene may become in a picture, 1 where it just fits. */
    double leastZoom() {
        return hangs ? 0.8 : 1.1;
    }

    /** Width over height. */
    double aspect(Dice dice) {
        return switch (this) {
            case POSTER -> dice.between(0.68, 0.8);
            case QUILT, MOSAIC -> dice.between(0.9, 1.3);
            case FACADE, BOOKSHELF, SHOP_FRONT, DESK_TOP, COUNTRY_MAP, LANDSCAPE -> dice.between(1.2, 1.45);
        };
    }

    /** Where a scene is, which decides what may stand in front of it. */
    enum Place {
        STREET,
        ROOM,
        TABLE
    }
}
