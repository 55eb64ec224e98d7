package io.patchrank.rerank;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.rerank.AmesPreset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How {@code ames} reads and judges.
 *
 * @param lambda what the global similarity counts against the network's score, 0 to 1
 * @param temperature by which a raw score is multiplied before it is squashed to 0..1; not negative
 * @param queryDescriptorCount local descriptors taken of the query at most
 * @param descriptorCount local descriptors read of each candidate
 */
public record AmesRerankOptions(float lambda, float temperature, int queryDescriptorCount, int descriptorCount) {
    /** The paper's asymmetric setting, at about 1 kB a binary gallery image. */
    public static final int QUERY_DESCRIPTORS = 600;

    public static final int GALLERY_DESCRIPTORS = 50;

    private static final Set<String> PRESETS =
            Arrays.stream(AmesPreset.values()).map(AmesPreset::toString).collect(Collectors.toCollection(TreeSet::new));

    /** Errors: {@link PatchrankException} {@code BAD_REQUEST} for a value out of range. */
    public AmesRerankOptions {
        Overrides.requireBetween("lambda", lambda, 0, 1);
        Overrides.requireBetween("temperature", temperature, 0, 1000);
        Overrides.requireAtLeast("queryDescriptorCount", queryDescriptorCount, 1);
        Overrides.requireAtLeast("descriptorCount", descriptorCount, 1);
    }

    public static AmesRerankOptions of(AmesPreset preset) {
        return new AmesRerankOptions(
                (float) preset.lambda(), (float) preset.temperature(), QUERY_DESCRIPTORS, GALLERY_DESCRIPTORS);
    }

    /**
     * These options with those of a request in their place. Keys are the names above, and {@code preset}, which brings
     * lambda and temperature unless they are given, too. Errors: {@code BAD_REQUEST} for an unknown key or a value out
     * of range.
     */
    public AmesRerankOptions with(Map<String, Object> overrides) {
        Overrides given = new Overrides(overrides);
        Optional<AmesPreset> preset = given.choice("preset", PRESETS).map(AmesPreset::named);
        AmesRerankOptions options = new AmesRerankOptions(
                given.number("lambda", preset.map(p -> (float) p.lambda()).orElse(lambda)),
                given.number(
                        "temperature", preset.map(p -> (float) p.temperature()).orElse(temperature)),
                given.whole("queryDescriptorCount", queryDescriptorCount),
                given.whole("descriptorCount", descriptorCount));
        given.requireAllKnown();
        return options;
    }
}
