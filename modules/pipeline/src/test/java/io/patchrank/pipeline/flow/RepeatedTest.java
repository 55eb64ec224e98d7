package io.patchrank.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> lines = new ArrayList<>();
    private final Repeated repeated = new Repeated(lines::add, now::get);

    @Test
    void ofManyFailuresOfOneKindOneLineIsLoggedAndTheRestCounted() {
        for (int i = 0; i < 100; i++) {
            repeated.warn(failure(ErrorCode.DISK_FULL, "/photos/" + i + ".jpg"), "");
        }
        now.addAndGet(Duration.ofSeconds(11).toNanos());
        repeated.warn(failure(ErrorCode.DISK_FULL, "/photos/100.jpg"), "; tried again");

        assertThat(lines)
                .containsExactly("/photos/0.jpg: reason", "/photos/100.jpg: reason; tried again (and 99 more before)");
    }

    @Test
    void failuresOfAnotherKindAreNotHidden() {
        repeated.warn(failure(ErrorCode.DISK_FULL, "a"), "");
        repeated.warn(failure(ErrorCode.IO_FAILED, "b"), "");

        assertThat(lines).containsExactly("a: reason", "b: reason");
    }

    private static PatchrankException failure(ErrorCode code, String subject) {
        return new PatchrankException(code, subject, "reason");
    }
}
