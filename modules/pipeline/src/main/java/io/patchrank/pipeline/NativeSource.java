package io.patchrank.pipeline;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.pipeline.config.NativeSettings;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.decode.Decoding;
import io.patchrank.pipeline.extract.Extraction;
import io.patchrank.pipeline.extract.NetworkExtraction;
import io.patchrank.pipeline.flow.Interruptions;
import io.patchrank.pipeline.isolation.IsolatedChild;
import io.patchrank.pipeline.isolation.IsolatedDecoding;
import io.patchrank.pipeline.isolation.IsolatedExtraction;
import io.patchrank.pipeline.isolation.NativeParts;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Where the decoder and the network come from: in this process or in a child, as the configuration says.
 *
 * @param parts makes them
 * @param extractor the caller's, in the place of theirs
 */
record NativeSource(Class<? extends NativeParts> parts, Optional<Callable<FeatureExtractor>> extractor) {
    static final NativeSource CONFIGURED = new NativeSource(ConfiguredParts.class, Optional.empty());

    static NativeSource of(Class<? extends NativeParts> parts) {
        return new NativeSource(parts, Optional.empty());
    }

    static NativeSource with(Callable<FeatureExtractor> extractor) {
        return new NativeSource(ConfiguredParts.class, Optional.of(extractor));
    }

    /** Blocks. */
    Decoding decoding(PatchrankConfig config, Interruptions interruptions) {
        Decoding here = NativeParts.of(parts).decoding(NativeSettings.of(config));
        return config.decode().isolated()
                ? new IsolatedDecoding(IsolatedChild.start(Stage.DECODE, parts, config, interruptions), here)
                : here;
    }

    /** Blocks while the network is loaded. */
    Extraction extraction(PatchrankConfig config, Interruptions interruptions) throws Exception {
        if (!config.extract().isolated()) {
            return extractor.isPresent()
                    ? new NetworkExtraction(extractor.get().call())
                    : NativeParts.of(parts).extraction(NativeSettings.of(config));
        }
        if (extractor.isPresent()) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID,
                    "extract.isolated",
                    "an extractor that the program brings cannot be made in another process; name NativeParts");
        }
        return IsolatedExtraction.of(IsolatedChild.start(Stage.EXTRACT, parts, config, interruptions));
    }
}
