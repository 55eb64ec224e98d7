package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.vit.BlockFacet;

/** One part of a global descriptor, written {@code cls@7}, {@code gem@6} or {@code gem(2.5)@7.value}. */
public record GlobalPart(Pooling pooling, BlockFacet source) {
    /** Reads {@link #toString()}. */
    public static GlobalPart parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "global", "expected pooling@block such as gem@7, got: " + text);
        }
        return new GlobalPart(Pooling.parse(text.substring(0, at)), BlockFacet.parse(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return pooling + "@" + source;
    }
}
