package io.patchrank.storage;

/** Number format of local descriptors on disk. Global descriptors are always float32. */
public enum StoredType {
    /** IEEE 754 binary16, rounded to nearest even: half the size, about three decimal digits. */
    FLOAT16(Short.BYTES),
    FLOAT32(Float.BYTES);

    private final int bytes;

    StoredType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one number. */
    public int bytes() {
        return bytes;
    }
}
