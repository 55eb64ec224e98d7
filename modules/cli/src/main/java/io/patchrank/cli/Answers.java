package io.patchrank.cli;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other stages tell, where they do. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /**
     * Waits for an answer; empty when it failed, which is logged.
     *
     * @param without what it means that there is none
     */
    static <T> Optional<T> of(CompletableFuture<T> answer, String without) {
        try {
            return Optional.of(answer.join());
        } catch (CompletionException e) {
            LOG.info("{}: {}", without, e.getMessage());
            return Optional.empty();
        }
    }
}
