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
    /** All is on disk, the answer is not sent. */
    ACKNOWLEDGING
}
