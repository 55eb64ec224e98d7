package io.patchrank.pipeline.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.flow.StageObserver;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.storage.ChannelOpener;
import io.patchrank.storage.DiskProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderHealthTest {
    private static final DataSize LITTLE = DataSize.parse("1KB");

    @TempDir
    Path folder;

    @Test
    void folderThatTakesTheNextWriteIsHealthyAgainWithoutOne() {
        DataFolderHealth health = new DataFolderHealth(folder, LITTLE, DataFolderHealthTest::probe);
        health.answered(store(Optional.of(new PatchrankException(ErrorCode.DISK_FULL, "features/0", "no space"))));

        assertThat(health.problems()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folderThatDoesNotTakeItStaysIll() throws Exception {
        Path lost = Files.createDirectory(folder.resolve("data"));
        DataFolderHealth health = new DataFolderHealth(lost, LITTLE, DataFolderHealthTest::probe);
        assertThat(health.problems()).isEmpty();
        // What is in the way of the file that is tried, and no user, not even root, can write.
        Path inTheWay = Files.createDirectory(lost.resolve("probe.tmp"));
        Files.createFile(inTheWay.resolve("x"));
        health.answered(store(Optional.of(new PatchrankException(ErrorCode.IO_FAILED, "features/0", "bad sector"))));

        assertThat(health.problems()).singleElement().asString().contains(lost.toString(), "bad sector");
        assertThat(health.problems()).hasSize(1);

        health.answered(store(Optional.empty()));
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void failuresOfReadersAreNoneOfTheFolder() {
        DataFolderHealth health = new DataFolderHealth(folder.resolve("gone"), LITTLE, DataFolderHealthTest::probe);
        assertThat(health.problems()).isNotEmpty();
    }

    private static void probe(Path part) throws IOException {
        DiskProbe.run(part, ChannelOpener.SYSTEM);
    }

    private static StageObserver.Answer store(Optional<PatchrankException> failure) {
        return new StageObserver.Answer(
                Stage.STORE,
                StageAddresses.STORE,
                failure.isPresent() ? Optional.empty() : Optional.of("key"),
                failure,
                Duration.ZERO);
    }
}
