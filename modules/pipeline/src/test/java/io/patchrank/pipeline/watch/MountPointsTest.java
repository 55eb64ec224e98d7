package io.patchrank.pipeline.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MountPointsTest {
    private static final Path PHOTOS = Path.of("/photos");
    private static final Path DISK = PHOTOS.resolve("disk");
    private static final Path FILE = DISK.resolve("album/1.png");

    private final Map<Path, Object> devices = new HashMap<>(Map.of(Path.of("/"), 1, PHOTOS, 1, DISK, 2));
    private final MountPoints mounts = new MountPoints(folder -> Optional.ofNullable(devices.get(folder)));

    private void scan() {
        mounts.saw(PHOTOS);
        mounts.saw(DISK);
    }

    @Test
    void fileOfAMountedDiskIsOnIt() {
        scan();
        assertThat(mounts.isUnmounted(FILE)).isFalse();
    }

    @Test
    void mountPointThatIsAFolderLikeOthersNowHasLostItsDisk() {
        scan();
        devices.put(DISK, 1);
        assertThat(mounts.isUnmounted(FILE)).isTrue();
        assertThat(mounts.isUnmounted(PHOTOS.resolve("other.png"))).isFalse();

        devices.put(DISK, 3);
        assertThat(mounts.isUnmounted(FILE)).isFalse();
    }

    @Test
    void mountPointThatIsGoneHasLostItsDiskToo() {
        scan();
        devices.remove(DISK);
        assertThat(mounts.isUnmounted(FILE)).isTrue();
    }

    @Test
    void folderThatNeverHadADiskOfItsOwnLosesNone() {
        devices.put(DISK, 1);
        scan();
        devices.remove(DISK);
        assertThat(mounts.isUnmounted(FILE)).isFalse();
    }
}
