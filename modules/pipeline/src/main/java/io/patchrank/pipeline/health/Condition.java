package io.patchrank.pipeline.health;

import java.util.List;

/** Something outside of the stages without which requests should not be sent here. */
@FunctionalInterface
public interface Condition {
    /** What is wrong, a sentence each; empty when all is well. Blocks; any thread. */
    List<String> problems();
}
