package io.patchrank.storage;

import io.patchrank.api.feature.Binariser;

/**
 * Binary codes to keep. They belong to the folder: one made without, or with codes of another projection, is refused.
 *
 * @param alone whether to keep them in the place of float descriptors, global descriptor and name, instead of beside
 * @param descriptors codes kept of an image, of its strongest descriptors; at most 65,535
 */
public record CodeOptions(boolean alone, int descriptors, Binariser binariser) {
    CodeLayout layout() {
        return new CodeLayout(alone, descriptors, binariser.bits(), binariser.digest());
    }
}
