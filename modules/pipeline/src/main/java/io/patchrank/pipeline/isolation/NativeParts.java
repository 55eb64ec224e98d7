package io.patchrank.pipeline.isolation;

import io.patchrank.pipeline.config.NativeSettings;
import io.patchrank.pipeline.decode.Decoding;
import io.patchrank.pipeline.extract.Extraction;

/**
 * Makes what works with native code, in this process or in a child. Implementations are public and have a public
 * constructor without arguments, since a child knows them by their name.
 */
public interface NativeParts {
    static NativeParts of(Class<? extends NativeParts> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " has no public constructor without arguments", e);
        }
    }

    Decoding decoding(NativeSettings settings);

    /** Loads the network. Blocks. */
    Extraction extraction(NativeSettings settings) throws Exception;
}
