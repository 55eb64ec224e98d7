package io.patchrank.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesTheOlderFileAndLeavesNothingBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "much longer than the new one");

        AtomicFile.write(file, bytes("new"));

        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void contentThatFailsHalfwayLeavesTheOlderFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "old");
        IOException failure = new IOException("the disk failed");

        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(bytes("half")));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void writersOfOneFileAtTheSameTimeDoNotMix() throws IOException {
        Path file = folder.resolve("a");
        List<byte[]> contents = IntStream.range(0, 8)
                .mapToObj(i -> {
                    byte[] content = new byte[300_000];
                    Arrays.fill(content, (byte) i);
                    return content;
                })
                .toList();

        CompletableFuture.allOf(contents.stream()
                        .map(content -> CompletableFuture.runAsync(() -> AtomicFile.write(file, content)))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(contents).contains(Files.readAllBytes(file));
    }

    @Test
    void publishedFileIsThereUnderItsNameOnly() throws IOException {
        Path written = Files.writeString(folder.resolve("part"), "whole");

        AtomicFile.publish(written, folder.resolve("model"));

        assertThat(written).doesNotExist();
        assertThat(folder.resolve("model")).hasContent("whole");
    }

    @Test
    void missingFolderIsATypedFailureThatNamesTheFile() {
        Path file = folder.resolve("absent/a.json");

        assertThatThrownBy(() -> AtomicFile.write(file, bytes("new")))
                .isInstanceOfSatisfying(PatchrankException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED);
                    assertThat(e.subject()).isEqualTo(file.toString());
                });
        assertThatThrownBy(() -> AtomicFile.requireWritable(file))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
