package io.patchrank.cli.progress;

/** Shows how far a task has come. Thread-safe. */
public interface Progress extends AutoCloseable {
    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void step(String remark) {}

        @Override
        public void reach(long done) {}

        @Override
        public void close() {}
    };

    /**
     * One more is done.
     *
     * @param remark what else to say for now; may be empty
     */
    void step(String remark);

    /** So much is done in all; may be less than before, when something has to be done again. */
    void reach(long done);

    /** The task has ended. */
    @Override
    void close();
}
