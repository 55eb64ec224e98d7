package io.patchrank.models.registry;

import io.patchrank.models.vit.PositionRule;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a model is meant to be used, as far as its file does not say.
 *
 * @param dimension of the descriptors that it makes (backbone) or takes (re-ranker, detector)
 * @param layer block whose output its authors take; 12 is the output after twelve blocks
 * @param heads attention heads
 * @param positions key of {@link #positionRule()}
 * @param descriptor kind of local descriptors: {@code dinov2} or {@code cvnet}
 * @param preset name of the re-ranker's λ and temperature
 */
public record ModelDefaults(
        OptionalInt dimension,
        OptionalInt layer,
        OptionalInt heads,
        Optional<String> positions,
        Optional<String> descriptor,
        Optional<String> preset) {
    static final Map<String, PositionRule> POSITION_RULES = Map.of(
            "facebookresearch", PositionRule.FACEBOOK_RESEARCH,
            "registers", PositionRule.REGISTERS,
            "huggingface", PositionRule.HUGGING_FACE);

    public ModelDefaults {
        positions.filter(key -> !POSITION_RULES.containsKey(key)).ifPresent(key -> {
            throw new IllegalArgumentException("positions must be one of "
                    + String.join(
                            ", ", POSITION_RULES.keySet().stream().sorted().toList()) + ", not " + key);
        });
    }

    /** How position embeddings are stretched, where the entry says it. */
    public Optional<PositionRule> positionRule() {
        return positions.map(POSITION_RULES::get);
    }
}
