package io.patchrank.api.bus;

/** Event-bus addresses. The public ones are documented in docs/event-bus.md and stable. */
public final class Addresses {
    public static final String SEARCH = "patchrank.search";
    public static final String COMPARE = "patchrank.compare";
    public static final String GALLERY_PUT = "patchrank.gallery.put";
    public static final String GALLERY_REMOVE = "patchrank.gallery.remove";
    public static final String GALLERY_GET = "patchrank.gallery.get";
    public static final String GALLERY_LIST = "patchrank.gallery.list";
    public static final String GALLERY_PICTURE = "patchrank.gallery.picture";
    public static final String GALLERY_STATUS = "patchrank.gallery.status";
    /** Published, never answered: what happened to the gallery. */
    public static final String EVENTS = "patchrank.events";

    private Addresses() {}
}
