package io.patchrank.models;

import java.nio.file.Path;

/** Where a network's weights are. */
public sealed interface WeightsLocation {
    /** Those shipped with patchrank. */
    record Embedded() implements WeightsLocation {}

    /** A safetensors or {@code torch.save} file with names of facebookresearch or Hugging Face. */
    record File(Path path) implements WeightsLocation {}
}
