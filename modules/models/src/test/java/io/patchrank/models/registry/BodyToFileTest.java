package io.patchrank.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BodyToFileTest {
    @Test
    void diskThatFillsUpIsTypedAndEndsTheTransfer() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "a device that is always full, which only Linux has");
        AtomicBoolean cancelled = new AtomicBoolean();
        try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
            BodyToFile body = new BodyToFile(channel, full, 100);
            body.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {
                    cancelled.set(true);
                }
            });

            body.onNext(List.of(ByteBuffer.allocate(10)));

            assertThatThrownBy(() -> body.await(Duration.ofSeconds(20), bytes -> {}))
                    .isInstanceOfSatisfying(
                            PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL))
                    .hasMessageContaining("free space and pull again");
            assertThat(cancelled).isTrue();
        }
    }
}
