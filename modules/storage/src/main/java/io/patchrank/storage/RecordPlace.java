package io.patchrank.storage;

/**
 * Where a row stands in a journal file.
 *
 * @param offset of the record's head; where the damage begins, for a damaged one
 * @param payload length of the payload in bytes; 0 for a damaged record
 */
record RecordPlace(long offset, int payload, boolean damaged) {
    static RecordPlace intact(long offset, int payload) {
        return new RecordPlace(offset, payload, false);
    }

    static RecordPlace damaged(long offset) {
        return new RecordPlace(offset, 0, true);
    }

    long end() {
        return offset + JournalRecord.HEAD + payload;
    }
}
