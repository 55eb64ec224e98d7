package io.patchrank.testkit.crash;

/** Instants at which a process is killed. */
enum CrashPoint {
    /** Any instant, from the start of the process on: by the parent. */
    RANDOM,
    /** A record was handed to the operating system. */
    JOURNAL_APPENDED,
    /** The journal is on disk, nobody knows yet. */
    JOURNAL_FORCED,
    /** A shard and its checksum are on disk, the shard has its temporary name. */
    SHARD_RENAMING,
    /** The shard has its name, its journal is still there. */
    SHARD_RENAMED,
    /** The catalogue's files are written, the commit has no name yet. */
    CATALOGUE_COMMITTING,
    /** The commit has its name. */
    CATALOGUE_COMMITTED,
    /** Features in use were copied out of a segment that many others in it have left. */
    SEGMENT_COPIED,
    /** The catalogue's files refer to the copies, the commit has no name yet. */
    SEGMENT_SWITCHING,
    /** The commit that refers to the copies has its name. */
    SEGMENT_SWITCHED,
    /** Nobody refers to the segment, which is there. */
    SEGMENT_DROPPING,
    /** It is on disk that the segment is being deleted. */
    SEGMENT_DROP_NOTED,
    /** The segment is deleted. */
    SEGMENT_DROPPED,
    /** All is on disk, the answer is not sent. */
    ACKNOWLEDGING
}
