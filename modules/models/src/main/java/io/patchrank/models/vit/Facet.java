package io.patchrank.models.vit;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Arrays;
import java.util.Locale;

/** What is taken from a block. T counts all tokens: CLS, then registers, then patches in row order. */
public enum Facet {
    /** Output of the block, after both residuals, without a norm, [B, T, D]. Block 0 is the embedded input. */
    TOKEN,
    /** {@link #TOKEN} through the network's final layer norm, [B, T, D]; a truncated trunk has none. */
    NORMALISED,
    /** Keys of the block's attention, heads concatenated, [B, T, D]. */
    KEY,
    /** Queries of the block's attention, heads concatenated, [B, T, D]. */
    QUERY,
    /** Values of the block's attention, heads concatenated, [B, T, D]. */
    VALUE,
    /** Softmax attention from CLS to every token, per head, [B, heads, T]; sums to 1 over T. */
    ATTENTION,
    /** Output of the attention after its projection, before LayerScale and residual, [B, T, D]. */
    ATTENTION_OUTPUT;

    /** Whether the rest of the block after its attention need not be computed for it. */
    boolean endsAtAttention() {
        return this != TOKEN && this != NORMALISED;
    }

    /** The name in configuration files, for example {@code attention-output}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #id()}. */
    public static Facet parse(String id) {
        for (Facet facet : values()) {
            if (facet.id().equals(id.strip().toLowerCase(Locale.ROOT))) {
                return facet;
            }
        }
        throw new PatchrankException(
                ErrorCode.CONFIG_INVALID,
                "facet",
                "unknown facet " + id + "; known are "
                        + Arrays.stream(values()).map(Facet::id).toList());
    }
}
