package io.patchrank.storage.hdf5;

/** The elements of a dataset as they are encoded in the file, however they are laid out there. Thread-safe. */
interface RawData {
    /**
     * Fills {@code target} with the elements of the box, row-major.
     *
     * @param box within the dataset's shape
     */
    void read(Box box, byte[] target);
}
