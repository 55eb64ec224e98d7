package io.patchrank.models.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells networks that we know by the names and shapes of their tensors. */
record ShapeReading(Map<String, long[]> shapes) {
    private static final Pattern VIT_BLOCK = Pattern.compile("(?:.*\\.)?(?:blocks|encoder\\.layer)\\.(\\d+)\\..*");
    private static final Pattern AMES_LAYER = Pattern.compile("(?:.*\\.)?decoder\\.layers\\.(\\d+)\\..*");

    /** One line for each; none when nothing is recognised. */
    List<String> networks() {
        List<String> found = new ArrayList<>();
        vit().ifPresent(found::add);
        ames().ifPresent(found::add);
        detector().ifPresent(found::add);
        return List.copyOf(found);
    }

    private Optional<String> vit() {
        return ending("cls_token").map(token -> {
            StringBuilder text = new StringBuilder(
                    "vision transformer: width " + token[token.length - 1] + ", " + count(VIT_BLOCK) + " blocks");
            ending("patch_embed.proj.weight")
                    .or(() -> ending("patch_embeddings.projection.weight"))
                    .filter(kernel -> kernel.length == 4)
                    .ifPresent(kernel -> text.append(", patch ").append(kernel[3]));
            ending("register_tokens")
                    .filter(registers -> registers.length == 3)
                    .ifPresent(
                            registers -> text.append(", ").append(registers[1]).append(" registers"));
            return text.toString();
        });
    }

    private Optional<String> ames() {
        return ending("mtc_token").map(token -> {
            String size = "model width " + token[token.length - 1] + ", " + count(AMES_LAYER) + " layers";
            return ending("remap_local.0.W")
                    .filter(codes -> codes.length == 2)
                    .map(codes -> "AMES, binary: descriptors of " + codes[0] + " as " + codes[1] + " bits, " + size)
                    .or(() -> ending("remap_local.0.weight")
                            .filter(remap -> remap.length == 2)
                            .map(remap -> "AMES, full precision: descriptors of " + remap[1] + ", " + size))
                    .orElse("AMES: " + size);
        });
    }

    private Optional<String> detector() {
        boolean normalised = ending("bn.running_mean").isPresent();
        return ending("conv1.weight")
                .filter(kernel -> normalised && kernel.length == 4 && kernel[2] == 1)
                .filter(kernel -> ending("conv2.weight")
                        .filter(weight -> weight.length == 4 && weight[0] == 1)
                        .isPresent())
                .map(kernel -> "spatial-attention detector: descriptors of " + kernel[1]);
    }

    private Optional<long[]> ending(String name) {
        return shapes.entrySet().stream()
                .filter(e -> e.getKey().equals(name) || e.getKey().endsWith("." + name))
                .map(Map.Entry::getValue)
                .filter(shape -> shape.length > 0)
                .findFirst();
    }

    private int count(Pattern numbered) {
        return shapes.keySet().stream()
                .map(numbered::matcher)
                .filter(Matcher::matches)
                .mapToInt(m -> Integer.parseInt(m.group(1)) + 1)
                .max()
                .orElse(0);
    }
}
