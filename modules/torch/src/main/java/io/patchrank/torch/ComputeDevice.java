package io.patchrank.torch;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where networks compute: the CPU, or one CUDA device. Never falls back silently: what was asked for is what one gets,
 * or an error.
 *
 * @param cudaIndex index of the CUDA device, or {@link #CPU_INDEX}
 */
public record ComputeDevice(int cudaIndex) {
    public static final int CPU_INDEX = -1;
    public static final ComputeDevice CPU = new ComputeDevice(CPU_INDEX);

    private static final Logger LOG = LoggerFactory.getLogger(ComputeDevice.class);
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    public ComputeDevice {
        if (cudaIndex < CPU_INDEX) {
            throw new IllegalArgumentException("a CUDA index is not negative");
        }
    }

    /**
     * Reads {@code auto} (CUDA where there is one, else the CPU), {@code cpu}, {@code cuda} or {@code cuda:N}, checks
     * that it is there, and announces the choice in the log. Loads the native libraries, unless the CPU is named.
     *
     * @throws PatchrankException {@code CONFIG_INVALID} for another name, {@code DEVICE_UNAVAILABLE} for a CUDA device
     *     that is not there
     */
    public static ComputeDevice resolve(String name) {
        if (isCpu(name)) {
            LOG.info("device: {} (as configured)", CPU);
            return CPU;
        }
        LibtorchFiles.unpack();
        return resolve(name, torch.cuda_is_available() ? Byte.toUnsignedInt(torch.cuda_device_count()) : 0);
    }

    private static boolean isCpu(String name) {
        return name.strip().equalsIgnoreCase("cpu");
    }

    static ComputeDevice resolve(String name, int cudaDevices) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        ComputeDevice device =
                switch (wanted) {
                    case "auto" -> cudaDevices > 0 ? new ComputeDevice(0) : CPU;
                    case "cpu" -> CPU;
                    default -> cuda(wanted, cudaDevices);
                };
        LOG.info("device: {} ({})", device, found(cudaDevices));
        return device;
    }

    private static ComputeDevice cuda(String wanted, int cudaDevices) {
        Matcher matcher = CUDA.matcher(wanted);
        if (!matcher.matches()) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "device", "expected auto, cpu, cuda or cuda:N, got: " + wanted);
        }
        int index = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
        if (index >= cudaDevices) {
            throw new PatchrankException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    wanted,
                    found(cudaDevices) + "; choose cpu or auto, or build with PATCHRANK_CUDA=1 and bring the CUDA"
                            + " libraries, as docs/gpu.md describes");
        }
        return new ComputeDevice(index);
    }

    private static String found(int cudaDevices) {
        return switch (cudaDevices) {
            case 0 -> "no CUDA device found by libtorch";
            case 1 -> "1 CUDA device found";
            default -> cudaDevices + " CUDA devices found";
        };
    }

    public boolean isCuda() {
        return cudaIndex != CPU_INDEX;
    }

    /** The same for torch; the caller owns it. */
    public Device toTorch() {
        return new Device(toString());
    }

    @Override
    public String toString() {
        return isCuda() ? "cuda:" + cudaIndex : "cpu";
    }
}
