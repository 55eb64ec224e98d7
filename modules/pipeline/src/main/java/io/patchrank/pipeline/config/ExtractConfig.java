package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

/**
 * The stage that runs the network.
 *
 * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}; one that is absent is an error
 * @param workers independent forward passes; 0 means one a core on a CPU and one on a GPU
 * @param batch pictures of one forward pass; 0 means 1 on a CPU and 16 on a GPU
 * @param precision of the computation; a gallery of int8 and one of the others do not mix
 * @param queue pictures that may wait for the network
 * @param isolated whether a child process runs the network, so that a crash there harms nothing else
 */
public record ExtractConfig(
        @Default("auto") @Pattern(regexp = "auto|cpu|cuda(:\\d+)?", message = "must be auto, cpu, cuda or cuda:N")
        String device,

        @Default("0") @Min(0) int workers,
        @Default("0") @Min(0) int batch,
        @Default("float32") Precision precision,
        @Default("64") @Min(1) int queue,
        @Default("false") boolean isolated) {
    public enum Precision {
        FLOAT32,
        BFLOAT16,
        INT8
    }
}
