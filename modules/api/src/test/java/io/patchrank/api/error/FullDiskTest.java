package io.patchrank.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskTest {
    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "There is not enough space on the disk"})
    void textsOfTheOperatingSystemsAreKnown(String text) {
        assertThat(FullDisk.isCauseOf(new IOException(text))).isTrue();
        assertThat(FullDisk.isCauseOf(new FileSystemException("a.tmp", null, text)))
                .isTrue();
    }

    @Test
    void otherFailuresAreNot() {
        assertThat(FullDisk.isCauseOf(new IOException())).isFalse();
        assertThat(FullDisk.isCauseOf(new IOException("Input/output error"))).isFalse();
        assertThat(FullDisk.isCauseOf(new FileSystemException("no space left on device.jpg", null, "Is a directory")))
                .isFalse();
    }
}
