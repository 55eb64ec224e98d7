package io.patchrank.models.ames;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.StateDict;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of an AMES network, as its checkpoint tells it.
 *
 * @param localDimension length of the local descriptors that it was trained on
 * @param bits length of their binary codes; 0 in full precision
 * @param modelDimension D, width of a token
 * @param feedForward width inside a feed-forward block
 * @param layers encoder layers
 * @param normalisesBefore whether each block normalises its input (and the last output), instead of its sum with it
 */
public record AmesArchitecture(
        int localDimension, int bits, int modelDimension, int feedForward, int layers, boolean normalisesBefore) {
    static final String LAYER = "decoder.layers.";

    private static final Pattern LAYER_NUMBER = Pattern.compile("decoder\\.layers\\.(\\d{1,4})\\..*");

    /**
     * Reads the shape out of a checkpoint. Shapes of tensors that do not decide it are checked when they are loaded.
     *
     * @throws PatchrankException {@code MODEL_INVALID} naming the tensor that an AMES network would have
     */
    public static AmesArchitecture of(StateDict weights) {
        if (weights.find("mtc_token").isEmpty()) {
            throw invalid(weights, "no AMES checkpoint: tensor mtc_token is missing");
        }
        int model = side(weights, 0, "mtc_token", -1);
        boolean binary = weights.find("remap_local.0.W").isPresent();
        int local = binary
                ? side(weights, 0, "remap_local.0.W", -1, -1)
                : side(weights, 1, "remap_local.0.weight", model, -1);
        int bits = binary ? side(weights, 1, "remap_local.0.W", local, -1) : 0;
        int layers = layers(weights);
        int feedForward = side(weights, 0, LAYER + "0.linear1.weight", -1, model);
        return new AmesArchitecture(
                local,
                bits,
                model,
                feedForward,
                layers,
                weights.find("decoder.norm.weight").isPresent());
    }

    private static int layers(StateDict weights) {
        int layers = 0;
        for (String name : weights.names()) {
            Matcher layer = LAYER_NUMBER.matcher(name);
            if (layer.matches()) {
                layers = Math.max(layers, Integer.parseInt(layer.group(1)) + 1);
            }
        }
        return layers;
    }

    private static int side(StateDict weights, int side, String name, long... shape) {
        return Math.toIntExact(weights.get(name, shape).size(side));
    }

    static PatchrankException invalid(StateDict weights, String reason) {
        return new PatchrankException(ErrorCode.MODEL_INVALID, weights.subject(), reason);
    }

    /** Whether descriptors are cut to binary codes before anything else (the distilled variant). */
    public boolean binary() {
        return bits > 0;
    }

    /** Whether descriptors of this dimension are taken for binary codes: see {@link AmesNetwork}. */
    public boolean takesCodes(int dimension) {
        return binary() && dimension == bits && dimension != localDimension;
    }

    /** Whether the network scores descriptors of this dimension. */
    public boolean accepts(int dimension) {
        return dimension == localDimension || takesCodes(dimension);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, descriptors of %d, %d layers of %d with feed-forward %d%s",
                binary() ? "binary (" + bits + " bits)" : "full precision",
                localDimension,
                layers,
                modelDimension,
                feedForward,
                normalisesBefore ? ", pre-norm" : "");
    }
}
