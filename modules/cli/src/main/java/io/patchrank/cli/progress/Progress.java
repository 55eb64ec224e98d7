package io.patchrank.cli.progress;

/** Shows how far a task of known length has come. Thread-safe. */
public interface Progress extends AutoCloseable {
    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void step(String remark) {}

        @Override
        public void close() {}
    };

    /**
     * One more is done.
     *
     * @param remark what else to say for now; may be empty
     */
    void step(String remark);

    /** The task has ended. */
    @Override
    void close();
}
