package io.patchrank.models;

import java.nio.file.Path;

/** Where a network's weights are. */
public sealed interface WeightsLocation {
    /** Those shipped with patchrank. */
    record Embedded() implements WeightsLocation {}

    /** A safetensors or {@code torch.save} file with names of facebookresearch or Hugging Face. */
    record File(Path path) implements WeightsLocation {}

    /**
     * A model of the registry, from the models folder.
     *
     * @param sha256 that the file must have, lower-case hex
     */
    record Pulled(String name, String licence, Path path, String sha256) implements WeightsLocation {}
}
