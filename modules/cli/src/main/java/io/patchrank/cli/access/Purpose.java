package io.patchrank.cli.access;

import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import java.util.EnumSet;
import java.util.Set;

/** What a command needs of a gallery that nobody serves: which stages to start for it. */
public enum Purpose {
    /** Reads and changes rows. No network is loaded. */
    CATALOGUE,
    /** Describes and compares files. Touches no data folder. */
    FILES,
    /** Answers queries. */
    SEARCH,
    /** Takes images in. */
    INGEST;

    PatchrankConfig of(PatchrankConfig config) {
        // Other commands of the same user can ask meanwhile; other services wait for a server.
        return config.withStages(stages()).withBus(config.bus().withoutBridge());
    }

    private Set<Stage> stages() {
        return switch (this) {
            case CATALOGUE -> EnumSet.of(Stage.INDEX);
            case FILES -> EnumSet.of(Stage.DECODE, Stage.EXTRACT, Stage.SEARCH);
            case SEARCH, INGEST -> EnumSet.complementOf(EnumSet.of(Stage.WATCH, Stage.WEB));
        };
    }
}
