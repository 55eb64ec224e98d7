package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.embedded.EmbeddedModel;
import io.patchrank.models.vit.PositionRule;
import io.patchrank.models.vit.VisionTransformer;
import io.patchrank.models.vit.VitOptions;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.StateDict;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;

/** Opens configured models. */
public final class Models {
    private static final int FINGERPRINT_DIGITS = 12;

    private Models() {}

    /**
     * Loads a model: its weights are copied, so the files may change afterwards. Takes about a second and the memory of
     * the computed blocks (53 MB for 7 blocks of ViT-S in float32).
     *
     * @throws PatchrankException {@code MODEL_INVALID} naming file and tensor when weights or whitening do not fit,
     *     {@code NOT_FOUND} for a missing file, {@code CONFIG_INVALID} for a block or facet that the network has not
     */
    public static TransformerExtractor open(ModelDefinition definition, ComputeDevice device) {
        FeatureRecipe recipe = definition.recipe();
        try (ModelFile weights = ModelFile.open(definition.weights())) {
            StateDict source = weights.content().weights();
            Optional<LoadedWhitening> whitening = whitening(definition, weights.sha256());
            VitOptions options = new VitOptions(
                    definition.heads(),
                    definition.positions(),
                    OptionalInt.of(recipe.depth()),
                    device,
                    definition.precision());
            VisionTransformer network = VisionTransformer.load(source, options);
            definition.precision().announce(device);
            try {
                return assembled(definition, device, network, weights.sha256(), whitening, source);
            } catch (RuntimeException e) {
                network.close();
                throw e;
            }
        }
    }

    /** Takes {@code network} over unless it throws. */
    private static TransformerExtractor assembled(
            ModelDefinition definition,
            ComputeDevice device,
            VisionTransformer network,
            String weightsSha256,
            Optional<LoadedWhitening> whitening,
            StateDict source) {
        FeatureRecipe recipe = definition.recipe();
        network.check(recipe.needs());
        PatchWeighing weighing = PatchWeighing.of(recipe.locals(), network.dim(), device);
        try {
            GlobalDescriptor global =
                    new GlobalDescriptor(recipe, network.dim(), whitening.map(LoadedWhitening::content), device);
            ModelInfo info = new ModelInfo(
                    name(definition),
                    fingerprint(definition, source, weightsSha256, whitening.map(LoadedWhitening::sha256)),
                    InputSpec.imageNet(network.patchSize(), recipe.longestSide())
                            .withScales(recipe.locals().scales()),
                    global.dimension(),
                    network.dim(),
                    recipe.locals().topK(),
                    device.toString());
            return new TransformerExtractor(info, definition, weightsSha256, network, weighing, global);
        } catch (RuntimeException e) {
            weighing.close();
            throw e;
        }
    }

    /** What {@link #open} would load; reads and digests the files. */
    public static ModelDescription describe(ModelDefinition definition) {
        try (ModelFile weights = ModelFile.open(definition.weights())) {
            StateDict source = weights.content().weights();
            Optional<String> whitening = whitening(definition, weights.sha256()).map(LoadedWhitening::sha256);
            return new ModelDescription(
                    name(definition),
                    licence(definition),
                    weights.sha256(),
                    whitening,
                    detectorSha256(definition.recipe().locals()),
                    fingerprint(definition, source, weights.sha256(), whitening));
        }
    }

    private record LoadedWhitening(WhiteningFile content, String sha256) {}

    private static Optional<LoadedWhitening> whitening(ModelDefinition definition, String weightsSha256) {
        Optional<ModelFile> file =
                switch (definition.whitening()) {
                    case WhiteningLocation.None none -> Optional.empty();
                    case WhiteningLocation.Embedded embedded -> Optional.of(ModelFile.open(EmbeddedModel.WHITENING));
                    case WhiteningLocation.File named -> Optional.of(ModelFile.open(named.path()));
                };
        return file.map(opened -> {
            try (opened) {
                WhiteningFile content = WhiteningFile.read(opened.content());
                if (!content.origin().weights().equals(weightsSha256)) {
                    throw new PatchrankException(
                            ErrorCode.MODEL_INVALID,
                            opened.content().subject(),
                            "was learned for weights " + content.origin().weights() + ", these are " + weightsSha256
                                    + "; fit one for these weights, or set none");
                }
                return new LoadedWhitening(content, opened.sha256());
            }
        });
    }

    private static String name(ModelDefinition definition) {
        return switch (definition.weights()) {
            case WeightsLocation.Embedded embedded -> EmbeddedModel.NAME;
            case WeightsLocation.File file -> String.valueOf(file.path().getFileName());
            case WeightsLocation.Pulled pulled -> pulled.name();
        };
    }

    private static String licence(ModelDefinition definition) {
        return switch (definition.weights()) {
            case WeightsLocation.Embedded embedded -> EmbeddedModel.LICENCE;
            case WeightsLocation.File file -> "see where the file comes from";
            case WeightsLocation.Pulled pulled -> pulled.licence();
        };
    }

    /** Size and depth for people, then a digest over all that decides whether descriptors compare. */
    private static String fingerprint(
            ModelDefinition definition, StateDict source, String weightsSha256, Optional<String> whiteningSha256) {
        // What the weights say themselves is no setting: a model is the same by its name as by its path.
        OptionalInt heads =
                definition.heads().orElse(0) * 64L == width(source) ? OptionalInt.empty() : definition.heads();
        Optional<PositionRule> positions = definition.positions().filter(rule -> !rule.equals(PositionRule.of(source)));
        String all = "weights=" + weightsSha256 + "\nwhitening=" + whiteningSha256.orElse("none") + "\nheads=" + heads
                + "\npositions=" + positions + "\n"
                + definition
                        .recipe()
                        .canonical(detectorSha256(definition.recipe().locals()))
                + (definition.precision().comparesWithFloat32() ? "" : "precision=" + definition.precision() + "\n");
        return "vit" + width(source) + "-b" + definition.recipe().depth() + "-"
                + Digests.of(all).substring(0, FINGERPRINT_DIGITS);
    }

    private static Optional<String> detectorSha256(LocalRecipe locals) {
        if (!(locals.weight() instanceof PatchWeight.Detector detector)) {
            return Optional.empty();
        }
        try (ModelFile file = ModelFile.open(detector.weights())) {
            return Optional.of(file.sha256());
        }
    }

    private static long width(StateDict source) {
        return source.tensors().entrySet().stream()
                .filter(e -> e.getKey().endsWith("cls_token"))
                .map(e -> e.getValue())
                .findFirst()
                .map((Tensor token) -> token.size(token.dim() - 1))
                .orElse(0L);
    }
}
