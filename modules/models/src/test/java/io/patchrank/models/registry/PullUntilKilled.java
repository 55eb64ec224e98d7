package io.patchrank.models.registry;

import java.nio.file.Path;
import java.util.Optional;

/** Pulls in a process of its own. */
final class PullUntilKilled {
    private PullUntilKilled() {}

    public static void main(String[] args) {
        ModelStore.open(Path.of(args[0]))
                .pull(PullFixture.NAME, new PullRequest(Optional.empty(), false), PullListener.NONE);
    }
}
