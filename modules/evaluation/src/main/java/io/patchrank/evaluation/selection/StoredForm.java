package io.patchrank.evaluation.selection;

/** How local descriptors are kept, and what they take. */
public enum StoredForm {
    /** Each with position, scale, mask and weight: {@code 2 (D + 5)} bytes, as AMES' format 1 in float16. */
    FLOAT16("float16") {
        @Override
        public long bytes(int descriptors, int dimension) {
            return 2L * descriptors * (dimension + META_COLUMNS);
        }
    },
    /** Codes of 128 bits, whatever the dimension: 16 bytes each. */
    BINARY("binary") {
        @Override
        public long bytes(int descriptors, int dimension) {
            return (long) CODE_BYTES * descriptors;
        }
    };

    private static final int META_COLUMNS = 5;
    private static final int CODE_BYTES = 16;

    private final String label;

    StoredForm(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Bytes of one image, without the catalogue's row. */
    public abstract long bytes(int descriptors, int dimension);
}
