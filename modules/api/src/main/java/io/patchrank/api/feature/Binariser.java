package io.patchrank.api.feature;

/** Local descriptors to binary codes, always by the same projection. Thread-safe; computes on the calling thread. */
public interface Binariser {
    /** D, length of the descriptors that it takes. */
    int dimension();

    /** Length of a code. */
    int bits();

    /** Names the projection: codes compare only within one. Up to 128 ASCII characters. */
    String digest();

    /**
     * Codes of the valid descriptors, in order. A zero descriptor points nowhere: it has no code and is left out.
     *
     * <p>Errors: {@code MODEL_MISMATCH} for descriptors of another length, {@code DATA_CORRUPT} naming the row that
     * holds no finite number.
     */
    BinaryCodes codes(LocalDescriptors locals);
}
