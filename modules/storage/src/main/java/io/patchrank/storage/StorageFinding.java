package io.patchrank.storage;

import java.nio.file.Path;

/**
 * One thing that is wrong with a storage that nobody has open.
 *
 * @param file where
 * @param segment that the file belongs to; -1 for none
 * @param problem what is wrong, in words
 */
public record StorageFinding(Path file, long segment, Kind kind, String problem) {
    static final long NO_SEGMENT = -1;

    /** What can be done about it. */
    public enum Kind {
        /** A crash left it, and nobody needs it. */
        LEFTOVER,
        /** The end of a journal that is no whole record: cut off. */
        TORN_TAIL,
        /** A damaged shard whose journal is still there: put aside, and sealed again. */
        SEAL_AGAIN,
        /** A journal of which some rows are damaged: the others move to a new segment. */
        DAMAGED_ROWS,
        /** A journal whose rows can be read, but not its header: written anew. */
        DAMAGED_HEADER,
        /** A shard that can be read, but not compared with its checksum: computed anew. */
        NO_CHECKSUM,
        /** The file that says what the folder is for: written anew by what the segments say. */
        DAMAGED_FORMAT,
        /** Nothing of it can be trusted: put aside. */
        LOST,
        /** The disk does not read it: left where it is. */
        UNREADABLE;

        /** Whether the next start deals with it as it does after every crash. */
        public boolean isUsual() {
            return this == LEFTOVER || this == TORN_TAIL || this == SEAL_AGAIN;
        }
    }
}
