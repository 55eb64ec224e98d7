package io.patchrank.models.registry;

/** What a pull tells while it runs, on the thread that pulls. */
public interface PullListener {
    /** Says nothing. */
    PullListener NONE = new PullListener() {};

    /** Bytes are about to flow under these terms. */
    default void licence(Licence licence) {}

    /**
     * @param done bytes that are there, those of earlier attempts included; falls when a part had to be thrown away
     * @param total bytes of the whole; -1 when the server does not say
     */
    default void progress(long done, long total) {}

    /** Something that people want to know: an attempt that failed, a part that is taken up again. */
    default void note(String line) {}
}
