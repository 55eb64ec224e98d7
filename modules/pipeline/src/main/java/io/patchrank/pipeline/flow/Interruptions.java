package io.patchrank.pipeline.flow;

/** What the work of a stage tells of itself when it cannot go on for a while. Any thread; must neither block nor throw. */
public interface Interruptions {
    /** It cannot go on for now, and will be tried again by itself; also when the reason becomes another. */
    void began(String reason);

    /** It goes on. */
    void ended();

    /** One piece of work was found to be what interrupts, and is given up. */
    void blamed();
}
