package io.patchrank.pipeline.models;

/** Follows a pull, on the thread that pulls. */
public interface PullWatcher {
    /** Bytes are about to flow under these terms. */
    void licence(String terms);

    /**
     * @param done bytes that are there; falls when a part had to be thrown away
     * @param total bytes of the whole; -1 when not known
     */
    void progress(long done, long total);

    void note(String line);
}
