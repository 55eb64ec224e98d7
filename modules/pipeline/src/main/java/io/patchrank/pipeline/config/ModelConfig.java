package io.patchrank.pipeline.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.util.HashSet;
import java.util.List;

/**
 * Which network describes the images, and what of it. A gallery holds descriptors of one model only: changing any of
 * these on a gallery that holds images is refused.
 *
 * @param weights {@code embedded}, a name of the registry, or a file (safetensors, or .pth and .pt of
 *     {@code torch.save}) with names of facebookresearch or Hugging Face
 * @param longestSide longer side of the network's input, in pixels
 */
public record ModelConfig(
        @Default("embedded") @NotBlank String weights,
        @Default("322") @Min(14) int longestSide,
        Global global,
        Locals locals) {
    /** The name that stands for what is shipped inside patchrank. */
    public static final String EMBEDDED = "embedded";
    /** The name that stands for no whitening and no detector. */
    public static final String NONE = "none";

    /**
     * The global descriptor: parts are whitened, L2-normalised, concatenated and normalised again.
     *
     * @param parts pooling and block, such as {@code cls:7}, {@code mean:7} or {@code gem:6}; {@code 7} is the
     *     output after seven blocks, {@code 7.key} another facet of it; {@code weighted} averages the local descriptors
     *     by their weights
     * @param gemPower exponent of generalised-mean pooling
     * @param whitenedDimensions dimensions of each part that are kept after whitening
     * @param whitening {@code embedded}, {@code none} or a file written by {@code gallery fit-whitening}
     */
    public record Global(
            @Default("cls:7,gem:6,gem:7") @NotEmpty
            List<
                            @Pattern(
                                    regexp = "(cls|mean|gem|weighted):\\d{1,3}(\\.(normalised|key|query|value))?",
                                    message = "must be cls, mean, gem or weighted, a colon and a block, such as gem:7")
                            String>
                    parts,

            @Default("3") @Min(value = 1, message = "must be at least 1")
            double gemPower,

            @Default("256") @Min(1) int whitenedDimensions,
            @Default("embedded") @NotBlank String whitening) {
        public Global {
            parts = List.copyOf(parts);
        }
    }

    /**
     * The local descriptors kept of an image.
     *
     * @param layer block whose features are kept; 7 is the output after seven blocks
     * @param attentionLayer block whose CLS attention weighs the patches
     * @param detector file (safetensors or .pt) of AMES' spatial-attention detector for the features of {@code layer};
     *     {@code none} unless {@code selection} asks for one
     * @param topK patches kept, of all scales together
     * @param normalise whether descriptors are L2-normalised
     * @param scales sizes at which the network sees a picture, as factors of {@code longest-side}; global descriptors
     *     are averaged over them
     */
    public record Locals(
            @Default("7") @Min(0) int layer,
            @Default("token") Facet facet,
            @Default("attention") Selection selection,
            @Default("7") @Min(0) int attentionLayer,
            @Default("none") @NotBlank String detector,
            @Default("256") @Min(1) int topK,
            @Default("true") boolean normalise,

            @Default("1") @NotEmpty
            List<
                            @DecimalMin(value = "0.05", message = "must be 0.05..4")
                            @DecimalMax(value = "4", message = "must be 0.05..4") Double>
                    scales) {
        public Locals {
            scales = List.copyOf(scales);
            if (new HashSet<>(scales).size() < scales.size()) {
                throw new IllegalArgumentException("scales " + scales + " names one twice");
            }
            if (selection == Selection.DETECTOR && detector.equals(NONE)) {
                throw new IllegalArgumentException("selection detector needs a detector, the file of its weights");
            }
            if (selection != Selection.DETECTOR && !detector.equals(NONE)) {
                throw new IllegalArgumentException(
                        "detector " + detector + " has no effect unless selection is detector");
            }
        }
    }

    /** What of a block is the feature: its output, with or without the final norm, or one projection of its attention. */
    public enum Facet {
        TOKEN,
        NORMALISED,
        KEY,
        QUERY,
        VALUE
    }

    /** How the patches to keep are chosen: strongest CLS attention, largest L2 norm, or what a detector says. */
    public enum Selection {
        ATTENTION,
        NORM,
        DETECTOR
    }
}
