package io.patchrank.pipeline.diagnosis;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.imaging.decode.CropScale;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.DecodedPicture;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.pipeline.config.ExtractConfig;
import io.patchrank.pipeline.decode.TestPicture;
import io.patchrank.torch.CpuFeatures;
import io.patchrank.torch.MatrixKernelCheck;
import io.patchrank.torch.TorchThreads;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Java, processor and native libraries. Runs on the calling thread. */
final class MachineChecks {
    private static final List<String> TELLING_FLAGS =
            List.of("avx2", "fma", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "asimd", "bf16");
    /** Below this a kernel is not made for its CPU: a core of ten years ago does about 30. */
    private static final double POOR_GIGAFLOPS = 10;

    private MachineChecks() {}

    static List<Check> run() {
        return List.of(java(), vector(), cpu(), openCv(), kernels());
    }

    private static Check java() {
        Runtime runtime = Runtime.getRuntime();
        String detail = String.format(
                Locale.ROOT,
                "%s (%s), heap up to %.1f GB",
                Runtime.version(),
                System.getProperty("java.vendor"),
                runtime.maxMemory() / 1e9);
        return runtime.maxMemory() < 400L << 20
                ? Check.warn("java", detail + "; give it more (-Xmx) for large galleries")
                : Check.ok("java", detail);
    }

    private static Check vector() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? Check.ok("simd", "Lucene computes distances with jdk.incubator.vector")
                : Check.warn("simd", "jdk.incubator.vector is not loaded: search is slower; start with ./patchrank");
    }

    private static Check cpu() {
        Set<String> flags = CpuFeatures.ofThisMachine().flags();
        String found =
                String.join(" ", TELLING_FLAGS.stream().filter(flags::contains).toList());
        String coreType =
                Optional.ofNullable(System.getenv("OPENBLAS_CORETYPE")).orElse("");
        String detail = Runtime.getRuntime().availableProcessors() + " processors, "
                + (found.isEmpty() ? System.getProperty("os.arch") : found) + "; OPENBLAS_CORETYPE "
                + (coreType.isEmpty() ? "not set" : coreType);
        return flags.contains("avx512f") && coreType.isEmpty()
                ? Check.warn("cpu", detail + ": OpenBLAS may take this CPU for an older one; start with ./patchrank")
                : Check.ok("cpu", detail);
    }

    static Optional<Check> precision(ExtractConfig.Precision precision, boolean cuda, CpuFeatures cpu) {
        if (precision != ExtractConfig.Precision.BFLOAT16 || cuda || cpu.flags().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                cpu.emulatesBfloat16()
                        ? Check.warn(
                                "precision",
                                "bfloat16 on a processor without AVX-512 or bf16 takes many times as long as"
                                        + " float32; set extract.precision: float32, or int8")
                        : Check.ok("precision", "bfloat16, which this processor computes fast"));
    }

    /** Decodes a picture, since a library may load and still not work. */
    private static Check openCv() {
        try {
            PictureDecoder decoder = new PictureDecoder(new DecodeOptions(ImageLimits.DEFAULT, false, CropScale.FILL));
            DecodedPicture decoded =
                    decoder.decode(TestPicture.bytes(), "test picture", InputSpec.imageNet(14, 28), Optional.empty());
            decoded.picture().close();
            return Check.ok("opencv", "loads and decodes");
        } catch (RuntimeException | LinkageError e) {
            return Check.fail("opencv", ErrorCode.INTERNAL, unusable(e));
        }
    }

    private static Check kernels() {
        try {
            TorchThreads.useCallingThreadOnly();
            MatrixKernelCheck.Result result = MatrixKernelCheck.run();
            String detail = String.format(
                    Locale.ROOT,
                    "loads; matrix products off by %.1e at most, %.0f GFLOPS a thread",
                    result.maxError(),
                    result.gigaflops());
            if (!result.correct()) {
                return Check.fail(
                        "pytorch",
                        ErrorCode.DEVICE_UNAVAILABLE,
                        detail + ": the kernels do not fit this CPU; start with PATCHRANK_OPENBLAS_CORETYPE=Haswell");
            }
            return result.gigaflops() < POOR_GIGAFLOPS
                    ? Check.warn("pytorch", detail + ": slow; is the machine busy, or OPENBLAS_CORETYPE wrong?")
                    : Check.ok("pytorch", detail);
        } catch (RuntimeException | LinkageError e) {
            return Check.fail("pytorch", ErrorCode.DEVICE_UNAVAILABLE, unusable(e));
        }
    }

    private static String unusable(Throwable e) {
        return "the native library cannot be used on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ": " + e;
    }
}
