package io.patchrank.evaluation.sample;

/** The motifs, and how each is seen. */
enum SceneKind {
    FACADE(new Facade(), false),
    POSTER(new Poster(), true),
    BOOKSHELF(new Bookshelf(), false),
    MOSAIC(new Mosaic(), true),
    SHOP_FRONT(new ShopFront(), false),
    DESK_TOP(new DeskTop(), false),
    COUNTRY_MAP(new CountryMap(), true),
    QUILT(new Quilt(), true),
    LANDSCAPE(new Landscape(), true);

    private final Motif motif;
    private final boolean hangs;

    SceneKind(Motif motif, boolean hangs) {
        this.motif = motif;
        this.hangs = hangs;
    }

    Motif motif() {
        return motif;
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
}
