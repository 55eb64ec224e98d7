package io.patchrank.testkit.cluster;

import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A process with the stages {@code decode} and {@code extract}. Says a line when it is ready, and goes on until
 * it is killed or its standard input ends.
 */
final class ExtractorChild {
    private ExtractorChild() {}

    /** Arguments: milliseconds of a picture, then {@code key=value} of the configuration. */
    public static void main(String[] args) throws IOException {
        Duration pace = Duration.ofMillis(Long.parseLong(args[0]));
        Map<String, String> settings = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            String[] keyAndValue = args[i].split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }
        PatchrankConfig config = PatchrankConfig.load(Optional.empty(), settings);
        Patchrank.start(config, () -> new PacedExtractor(pace));
        System.out.println("ready");
        // Ends with the harness, however that does.
        if (System.in.read() < 0) {
            Runtime.getRuntime().halt(0);
        }
    }
}
