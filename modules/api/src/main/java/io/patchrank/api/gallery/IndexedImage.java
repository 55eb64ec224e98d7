package io.patchrank.api.gallery;

import io.patchrank.api.feature.FeatureKey;

/**
 * A row in state {@link ImageState.Indexed} with what searches find it by.
 *
 * @param descriptor global descriptor, as it was indexed, [Dg]
 */
public record IndexedImage(GalleryImage image, float[] descriptor) {
    public IndexedImage {
        if (!(image.state() instanceof ImageState.Indexed)) {
            throw new IllegalArgumentException("only an indexed image has a descriptor");
        }
    }

    /** Where its local descriptors are kept. */
    public FeatureKey features() {
        return state().features();
    }

    /** The model that described it. */
    public String modelFingerprint() {
        return state().modelFingerprint();
    }

    private ImageState.Indexed state() {
        return (ImageState.Indexed) image.state();
    }
}
