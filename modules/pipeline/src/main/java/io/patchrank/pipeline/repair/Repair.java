package io.patchrank.pipeline.repair;

/**
 * One thing that a repair has come across.
 *
 * @param what was wrong
 * @param where the file, or the source of the image
 * @param done what was done about it; for {@link Outcome#NOT_MENDED} what somebody has to do
 */
public record Repair(String what, String where, Outcome outcome, String done) {
    /** How it ended. */
    public enum Outcome {
        MENDED,
        /** Mended, but something is gone for good. */
        LOST,
        NOT_MENDED,
        /** Nothing had to be done. */
        NOTED
    }

    static Repair mended(String what, Object where, String done) {
        return new Repair(what, where.toString(), Outcome.MENDED, done);
    }

    static Repair lost(String what, Object where, String done) {
        return new Repair(what, where.toString(), Outcome.LOST, done);
    }

    static Repair notMended(String what, Object where, String done) {
        return new Repair(what, where.toString(), Outcome.NOT_MENDED, done);
    }

    static Repair noted(String what, Object where, String done) {
        return new Repair(what, where.toString(), Outcome.NOTED, done);
    }
}
