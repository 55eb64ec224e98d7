package io.patchrank.evaluation.sample;

/** The motifs, and how each is seen. */
enum SceneKind {
    FACADE(new Facade(), Place.STREET, false),
    POSTER(new Poster(), Place.STREET, true),
    BOOKSHELF(new Bookshelf(), Place.ROOM, false),
    MOSAIC(new Mosaic(), Place.STREET, true),
    SHOP_FRONT(new ShopFront(), Place.STREET, false),
    DESK_TOP(new DeskTop(), Place.TABLE, false),
    COUNTRY_MAP(new CountryMap(), Place.ROOM, true),
    QUILT(new Quilt(), Place.ROOM, true),
    LANDSCAPE(new Landscape(), Place.ROOM, true);

    private final Motif motif;
    private final Place place;
    private final boolean hangs;

    SceneKind(Motif motif, Place place, boolean hangs) {
        this.motif = motif;
        this.place = place;
        this.hangs = hangs;
    }

    Motif motif() {
        return motif;
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
        return hangs ? 0.78 : 1;
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
