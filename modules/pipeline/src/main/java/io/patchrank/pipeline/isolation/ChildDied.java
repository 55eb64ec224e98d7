package io.patchrank.pipeline.isolation;

/** The child ended while it had a task. */
final class ChildDied extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Ending ending;

    ChildDied(Ending ending) {
        super(ending.what());
        this.ending = ending;
    }

    Ending ending() {
        return ending;
    }
}
