package io.patchrank.pipeline.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
    @TempDir
    Path root;

    @Test
    void sameBytesAreKeptOnceUnderTheirDigest() {
        Uploads uploads = new Uploads(root.resolve("uploads"));

        Path file = uploads.keep("Holiday.JPG", new byte[] {1, 2, 3});

        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(file.getFileName().toString())
                .isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81.jpg");
        assertThat(uploads.keep("other.jpg", new byte[] {1, 2, 3})).isEqualTo(file);
        assertThat(root.resolve("uploads")).isDirectoryContaining(file::equals);
        assertThat(root.resolve("uploads").toFile().list()).hasSize(1);
    }

    @Test
    void folderThatCannotBeMadeIsAFailureOfTheDisk() throws IOException {
        Uploads uploads = new Uploads(Files.writeString(root.resolve("file"), "no folder"));

        assertThatThrownBy(() -> uploads.keep("a.jpg", new byte[] {1}))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED));
    }
}
