package io.patchrank.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibtorchFilesTest {
    private static final String LARGEST = System.mapLibraryName("torch_cpu");

    @TempDir
    private Path folder;

    /** The largest library is unpacked for seconds, in which the second process comes to load it. */
    @Test
    void aProcessThatStartsWhileAnotherUnpacksTheLibrariesWaitsForThem() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Process first = start(cache);
        while (first.isAlive() && !hasBegun(cache)) {
            Thread.onSpinWait();
        }
        Process second = start(cache);
        assertComputes(first);
        assertComputes(second);
    }

    private static boolean hasBegun(Path cache) throws IOException {
        try (Stream<Path> files = Files.find(cache, 6, (file, attributes) -> file.endsWith(LARGEST))) {
            return files.findAny().isPresent();
        }
    }

    private Process start(Path cache) throws IOException {
        List<String> flags =
                List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache, "-XX:ErrorFile=" + folder.resolve("crash-%p.log"));
        return new ProcessBuilder(ChildJvm.command(flags, Sum.class, List.of()))
                .redirectErrorStream(true)
                .start();
    }

    private static void assertComputes(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("6.0");
    }

    static final class Sum {
        private Sum() {}

        public static void main(String[] arguments) {
            System.out.println(
                    HostArrays.floats(
                            HostArrays.tensor(new float[] {1, 2, 3}, 3).sum())[0]);
        }
    }
}
