package io.patchrank.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this machine's processor can compute with.
 *
 * @param flags as Linux names them, such as {@code avx2}; empty where nothing tells them
 */
public record CpuFeatures(Set<String> flags) {
    private static final Set<String> FOR_BFLOAT16 = Set.of("avx512f", "avx512_bf16", "amx_bf16", "bf16");

    public CpuFeatures {
        flags = Set.copyOf(flags);
    }

    /** Reads {@code /proc/cpuinfo}. */
    public static CpuFeatures ofThisMachine() {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return new CpuFeatures(Set.of());
        }
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return new CpuFeatures(lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst()
                    .map(line -> new TreeSet<>(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).strip().split(" "))))
                    .orElseGet(TreeSet::new));
        } catch (IOException e) {
            return new CpuFeatures(Set.of());
        }
    }

    /** Whether it is known that bfloat16 is emulated here: on an AVX2 machine matrix products took 20 to 60 times as long as in float32. */
    public boolean emulatesBfloat16() {
        return !flags.isEmpty() && FOR_BFLOAT16.stream().noneMatch(flags::contains);
    }
}
