package io.patchrank.models.vit;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;

/**
 * One facet of one block, written {@code 7} or {@code 7.value}.
 *
 * @param block counted from 1; 0 is the embedded input, which has tokens only
 */
public record BlockFacet(int block, Facet facet) {
    public BlockFacet {
        if (block < 0 || (block == 0 && facet.endsAtAttention())) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "block", "blocks count from 1; only tokens exist before the first");
        }
    }

    /** The tokens after {@code block} blocks. */
    public static BlockFacet token(int block) {
        return new BlockFacet(block, Facet.TOKEN);
    }

    /** Reads {@code 7} or {@code 7.value}. */
    public static BlockFacet parse(String text) {
        int dot = text.indexOf('.');
        String block = dot < 0 ? text : text.substring(0, dot);
        try {
            int number = Integer.parseInt(block.strip());
            return new BlockFacet(number, dot < 0 ? Facet.TOKEN : Facet.parse(text.substring(dot + 1)));
        } catch (NumberFormatException e) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "block", "expected a block such as 7 or 7.value, got: " + text, e);
        }
    }

    @Override
    public String toString() {
        return facet == Facet.TOKEN ? Integer.toString(block) : block + "." + facet.id();
    }
}
