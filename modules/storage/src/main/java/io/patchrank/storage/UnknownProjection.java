package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.Binariser;
import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.LocalDescriptors;

/** Stands for the projection of a folder that was opened by what it says of itself: its codes can only be read. */
record UnknownProjection(int dimension, int bits, String digest) implements Binariser {
    @Override
    public BinaryCodes codes(LocalDescriptors locals) {
        throw new PatchrankException(
                ErrorCode.MODEL_MISMATCH,
                "projection " + digest,
                "is not at hand, so no codes can be added; name its checkpoint in rerank.ames.weights");
    }
}
