package io.patchrank.pipeline.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchrank.pipeline.config.WatchConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    private static final WatchConfig RULES = new WatchConfig(
            List.of(), List.of("png"), true, Duration.ofMillis(1), Duration.ofSeconds(1), 4, false, List.of());

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    /** Makes it in a shell: Java cannot name it. */
    private void shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        assumeTrue(process.waitFor() == 0, "the file system takes such names");
    }

    private List<Path> entries() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        return entries;
    }

    @Test
    void hiddenFilesAreLeftOut() throws IOException {
        Files.writeString(folder.resolve("._a.png"), "image");
        Files.writeString(folder.resolve(".png"), "image");
        Path shown = Files.writeString(folder.resolve("a.b.png"), "image");

        assertThat(new ImageFiles(RULES).of(List.of(folder))).containsExactly(shown);
    }

    @Test
    void nameThatIsNoTextIsLeftOutWhereverItStands() throws IOException, InterruptedException {
        shell("printf x > \"$(printf 'caf\\351.png')\"");
        shell("d=$(printf 'f\\377') && mkdir \"$d\" && printf x > \"$d/in.png\"");
        Path good = Files.writeString(folder.resolve("caf\u00E9 \uFFFD.png"), "image");

        assertThat(new ImageFiles(RULES).of(List.of(folder))).containsExactly(good);
    }

    @Test
    void warningEscapesTheNameAndComesOnce() throws IOException, InterruptedException {
        shell("printf x > \"$(printf 'two\\nlines \\351.png')\"");
        UnnameableFiles unnameable = new UnnameableFiles(warnings::add);
        Path met = entries().getFirst();

        assertThat(unnameable.contains(met)).isTrue();
        assertThat(unnameable.contains(met)).isTrue();
        assertThat(unnameable.contains(folder)).isFalse();

        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst())
                .contains(folder.toUri().getRawPath() + "two%0Alines%20%E9.png")
                .contains("rename it in UTF-8");
    }
}
