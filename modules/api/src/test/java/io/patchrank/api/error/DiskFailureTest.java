package io.patchrank.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class DiskFailureTest {
    private static DiskFailure of(String reason) {
        return DiskFailure.of(new FileSystemException("/data/file", null, reason));
    }

    @Test
    void eachFailureSaysWhatToDo() {
        assertThat(of("No space left on device").code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(of("Too many open files").reason()).contains("ulimit");
        assertThat(of("Read-only file system").reason()).contains("mount it writable");
        assertThat(DiskFailure.of(new AccessDeniedException("/data/file")).reason())
                .contains("permissions");
        assertThat(DiskFailure.of(new NoSuchFileException("/data/file")).reason())
                .contains("unmounted");
        assertThat(DiskFailure.of(new IOException("Input/output error")))
                .isEqualTo(new DiskFailure(ErrorCode.IO_FAILED, "the disk failed: Input/output error"));
    }
}
