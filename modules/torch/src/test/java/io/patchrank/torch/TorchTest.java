package io.patchrank.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TorchTest {
    @Test
    void autoTakesCudaWhereThereIsOne() {
        assertThat(ComputeDevice.resolve("auto", 2)).hasToString("cuda:0");
        assertThat(ComputeDevice.resolve("auto", 0))
                .isEqualTo(ComputeDevice.CPU)
                .hasToString("cpu");
        assertThat(ComputeDevice.resolve("CPU", 2)).isEqualTo(ComputeDevice.CPU);
        assertThat(ComputeDevice.resolve("cuda:1", 2)).hasToString("cuda:1");
        assertThat(ComputeDevice.resolve("cuda", 1)).hasToString("cuda:0");
    }

    @Test
    void missingCudaIsAnErrorThatSaysWhatWasFound() {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> ComputeDevice.resolve("cuda", 0))
                .withMessageContaining("no CUDA device found")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_UNAVAILABLE));
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> ComputeDevice.resolve("cuda:1", 1))
                .withMessageContaining("1 CUDA device found")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_UNAVAILABLE));
    }

    @Test
    void unknownDeviceNameIsAConfigurationError() {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> ComputeDevice.resolve("gpu", 1))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    @Test
    void cpuIsAlwaysThere() {
        assertThat(ComputeDevice.resolve("cpu").isCuda()).isFalse();
    }

    @Test
    void everyThreadComputesAlone() throws InterruptedException {
        int[] seen = new int[1];
        TorchThreads.useCallingThreadOnly();
        Thread worker = new Thread(() -> seen[0] = TorchThreads.useCallingThreadOnly());
        worker.start();
        worker.join();
        assertThat(seen[0]).isEqualTo(1);
        assertThat(torch.get_num_threads()).isEqualTo(1);
    }

    @Test
    void nativeFailureKeepsItsFirstLineOnly() {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(
                        () -> NativeScope.compute("product", () -> torch.matmul(torch.zeros(2, 3), torch.zeros(2, 3))
                                .numel()))
                .withMessageStartingWith("product: torch failed: mat1 and mat2 shapes cannot be multiplied")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .satisfies(e -> assertThat(e.reason()).doesNotContain("\n"));
    }

    @Test
    void typedFailurePassesUnchanged() {
        PatchrankException failure = new PatchrankException(ErrorCode.CANCELLED, "x", "y");
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> NativeScope.compute("product", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void matrixKernelsFitThisCpu() {
        MatrixKernelCheck.Result result = MatrixKernelCheck.run();
        assertThat(result.correct()).as(result.toString()).isTrue();
        assertThat(result.gigaflops()).isPositive();
    }
}
