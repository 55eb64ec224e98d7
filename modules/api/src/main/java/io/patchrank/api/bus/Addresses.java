package io.patchrank.api.bus;

import java.util.List;
import java.util.regex.Pattern;

/** Event-bus addresses. The public ones are documented in docs/event-bus.md and stable. */
public final class Addresses {
    public static final String SEARCH = "patchrank.search";
    public static final String COMPARE = "patchrank.compare";
    public static final String GALLERY_PUT = "patchrank.gallery.put";
    public static final String GALLERY_REMOVE = "patchrank.gallery.remove";
    public static final String GALLERY_GET = "patchrank.gallery.get";
    public static final String GALLERY_LIST = "patchrank.gallery.list";
    public static final String GALLERY_STATUS = "patchrank.gallery.status";
    public static final String GALLERY_PICTURE = "patchrank.gallery.picture";
    public static final String GALLERY_VISIBLE = "patchrank.gallery.visible";
    public static final String GALLERY_COMPACT = "patchrank.gallery.compact";
    public static final String MODEL = "patchrank.model";
    public static final String READINESS = "patchrank.readiness";
    /** Published, never answered: what happened to the gallery. */
    public static final String EVENTS = "patchrank.events";
    /** What addresses begin with that partial answers of a search are sent to. */
    public static final String PARTIALS = "patchrank.partials.";
    /** Those addresses, as a regular expression. */
    public static final String PARTIALS_PATTERN = Pattern.quote(PARTIALS) + "[A-Za-z0-9._-]{1,100}";

    /** Every operation that others may ask for. */
    public static final List<String> OPERATIONS = List.of(
            SEARCH,
            COMPARE,
            GALLERY_PUT,
            GALLERY_REMOVE,
            GALLERY_GET,
            GALLERY_LIST,
            GALLERY_STATUS,
            GALLERY_PICTURE,
            GALLERY_VISIBLE,
            GALLERY_COMPACT,
            MODEL,
            READINESS);

    private Addresses() {}
}
