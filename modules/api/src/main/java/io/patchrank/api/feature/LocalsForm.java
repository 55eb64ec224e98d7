package io.patchrank.api.feature;

/** In which form the local descriptors of stored images are wanted. */
public enum LocalsForm {
    /** As the network gave them, rounded to what the storage keeps. */
    DESCRIPTORS,
    /** Binary codes, as descriptors of -1 and 1: see {@link BinaryCodes#unpack}. */
    CODES,
    /** Descriptors; codes where a storage keeps nothing else. */
    RICHEST
}
