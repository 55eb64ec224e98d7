package io.patchrank.cli.access;

import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import java.util.EnumSet;
import java.util.Set;

/** What a command needs of a gallery that nobody serves: which stages to start for it. */
public enum Purpose {
    /** Reads and changes rows. No network is loaded. */
    CATALOGUE(EnumSet.of(Stage.INDEX), false),
    /** Answers queries. */
    SEARCH(EnumSet.complementOf(EnumSet.of(Stage.WATCH)), false),
    /** Takes images in; takes long, so other commands can ask meanwhile, through the bridge. */
    INGEST(EnumSet.complementOf(EnumSet.of(Stage.WATCH)), true);

    private final Set<Stage> stages;
    private final boolean bridged;

    Purpose(Set<Stage> stages, boolean bridged) {
        this.stages = Set.copyOf(stages);
        this.bridged = bridged;
    }

    PatchrankConfig of(PatchrankConfig config) {
        PatchrankConfig started = config.withStages(stages);
        return bridged ? started : started.withBus(config.bus().withoutBridge());
    }
}
