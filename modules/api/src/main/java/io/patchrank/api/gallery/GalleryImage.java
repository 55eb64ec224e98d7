package io.patchrank.api.gallery;

import io.patchrank.api.ImageId;
import io.patchrank.api.feature.FeatureKey;
import java.time.Instant;
import java.util.Map;

/**
 * A catalogue row.
 *
 * @param source where the image came from, unique among images that are not removed: the absolute path of a file, or
 *     a name given by the service that put it
 * @param metadata the user's own fields, JSON values (String, Number, Boolean, List, Map)
 * @param added when the image was first seen
 * @param updated when this row last changed
 */
public record GalleryImage(
        ImageId id,
        String source,
        ImageContent content,
        ImageState state,
        Map<String, Object> metadata,
        Instant added,
        Instant updated) {
    public GalleryImage {
        metadata = Map.copyOf(metadata);
    }

    public GalleryImage withState(ImageState newState, Instant now) {
        return new GalleryImage(id, source, content, newState, metadata, added, now);
    }

    /** The same image, whose features are kept elsewhere; its state is {@code Indexed}. */
    public GalleryImage withFeatures(FeatureKey features) {
        ImageState.Indexed indexed = (ImageState.Indexed) state;
        ImageState moved = new ImageState.Indexed(indexed.modelFingerprint(), features);
        return new GalleryImage(id, source, content, moved, metadata, added, updated);
    }

    public GalleryImage withContent(ImageContent newContent) {
        return new GalleryImage(id, source, newContent, state, metadata, added, updated);
    }

    public GalleryImage withSource(String newSource, Instant now) {
        return new GalleryImage(id, newSource, content, state, metadata, added, now);
    }

    public GalleryImage withMetadata(Map<String, Object> newMetadata, Instant now) {
        return new GalleryImage(id, source, content, state, newMetadata, added, now);
    }
}
