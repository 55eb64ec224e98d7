package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path data;

    private void refused(ErrorCode code, ColourGridExtractor extractor) {
        assertThatThrownBy(() -> TestGallery.start(data, TestGallery.withoutWatch(), extractor))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(data.toString());
    }

    @Test
    void secondOwnerIsRefused() {
        TestGallery first = TestGallery.start(data, TestGallery.withoutWatch());
        refused(ErrorCode.DATA_FOLDER_IN_USE, new ColourGridExtractor());
        first.close();
        TestGallery.start(data, TestGallery.withoutWatch()).close();
    }

    @Test
    void newerFormatIsRefusedAndLeftAlone() throws IOException {
        Path version = data.resolve("patchrank.version");
        Files.writeString(version, "99\n");
        refused(ErrorCode.DATA_FOLDER_NEWER, new ColourGridExtractor());
        assertThat(version).hasContent("99");
    }

    @Test
    void galleryWithoutItsVersionFileIsStillThere() throws IOException {
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            gallery.put(TestPictures.write(data, "a.png", 1));
        }
        Path version = data.resolve("patchrank.version");
        Files.delete(version);

        assertThat(DataFolder.exists(data)).isTrue();
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(1);
        }
        assertThat(version).hasContent("1");
    }

    @Test
    void galleryOfAnotherModelIsRefused() {
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            gallery.put(TestPictures.write(data, "a.png", 1));
        }
        refused(ErrorCode.MODEL_MISMATCH, new ColourGridExtractor("colour-grid-2"));
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(1);
        }
    }

    @Test
    void useIsSeenFromOutside() throws IOException {
        assertThat(DataFolder.isInUse(data)).isFalse();
        assertThat(DataFolder.exists(data)).isFalse();
        assertThat(data).isEmptyDirectory();
        try (DataFolder owner = DataFolder.open(data)) {
            assertThat(DataFolder.isInUse(owner.root())).isTrue();
            assertThat(DataFolder.ownerPid(data))
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        }
        assertThat(DataFolder.isInUse(data)).isFalse();
        assertThat(DataFolder.exists(data)).isTrue();
    }

    @Test
    void addressOfAKilledOwnerIsForgotten() throws IOException {
        Path address = Files.writeString(DataFolder.bridgeFile(data), "{\"host\": \"127.0.0.1\", \"port\": 1}");
        DataFolder.open(data).close();
        assertThat(address).doesNotExist();
    }
}
