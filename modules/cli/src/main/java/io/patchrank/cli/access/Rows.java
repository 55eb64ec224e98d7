package io.patchrank.cli.access;

import io.patchrank.api.bus.Addresses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of the catalogue, read page by page.
 *
 * @param images at most as many as were asked for
 * @param more whether there are others
 */
public record Rows(List<JsonObject> images, boolean more) {
    private static final int PAGE = 500;

    public Rows {
        images = List.copyOf(images);
    }

    /**
     * Asks for pages until there are enough rows or no more.
     *
     * @param states empty for all but removed images
     * @param filter as in docs/event-bus.md; an empty object for all
     * @param limit rows wanted at most
     */
    public static Rows read(GalleryAccess gallery, Set<String> states, JsonObject filter, long limit) {
        List<JsonObject> images = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            JsonObject body =
                    new JsonObject().put("filter", filter).put("limit", (int) Math.min(PAGE, limit - images.size()));
            if (!states.isEmpty()) {
                body.put("states", new JsonArray(List.copyOf(states)));
            }
            after.ifPresent(id -> body.put("after", id));
            JsonObject page = gallery.ask(Addresses.GALLERY_LIST, body);
            page.getJsonArray("images").forEach(row -> images.add((JsonObject) row));
            after = Optional.ofNullable(page.getString("next"));
        } while (after.isPresent() && images.size() < limit);
        return new Rows(images, after.isPresent());
    }
}
