package io.patchrank.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.InputSpec;
import org.junit.jupiter.api.Test;

class StorageOptionsTest {
    @Test
    void defaultsFollowTheModel() {
        ModelInfo model = new ModelInfo("name", "print", InputSpec.imageNet(14, 322), 1_152, 384, 300, "cpu");
        assertThat(StorageOptions.of(model))
                .isEqualTo(new StorageOptions(StoredType.FLOAT16, 300, 384, 1_152, "print", 1_000, 512L << 20));
    }

    @Test
    void eachMistakeNamesItsKey() {
        assertRefused("storage.topK", 0, 4, 2, "print", 1, 1);
        assertRefused("storage.localDimension", 3, 0, 2, "print", 1, 1);
        assertRefused("storage.globalDimension", 3, 4, 0, "print", 1, 1);
        assertRefused("storage.modelFingerprint", 3, 4, 2, " ", 1, 1);
        assertRefused("storage.modelFingerprint", 3, 4, 2, "é".repeat(513), 1, 1);
        assertRefused("storage.imagesPerSegment", 3, 4, 2, "print", 0, 1);
        assertRefused("storage.bytesPerSegment", 3, 4, 2, "print", 1, 0);
        assertRefused("storage.topK", 1_000_000, 1_000, 2, "print", 1, 1);
    }

    private static void assertRefused(
            String key, int topK, int local, int global, String print, int images, long bytes) {
        SmallStorage.assertFails(
                        ErrorCode.CONFIG_INVALID,
                        () -> new StorageOptions(StoredType.FLOAT16, topK, local, global, print, images, bytes))
                .satisfies(e -> assertThat(e.subject()).isEqualTo(key));
    }
}
