package io.patchrank.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.imaging.SamplePictures;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    private static final int ROUNDS = 2_000;
    private static final InputSpec SPEC = InputSpec.imageNet(14, 322).withScales(List.of(0.5, 1.0));

    private final PictureDecoder decoder = new PictureDecoder(DecodeOptions.DEFAULT);
    private final byte[] good = SamplePictures.noise(".jpg", 320, 240);
    private final byte[] corrupt = SamplePictures.png(320, 240, 8, 2, new byte[500]);
    private final byte[] truncated = Arrays.copyOf(good, good.length / 2);

    @Test
    void decodingDoesNotGrowTheProcess() {
        decode(ROUNDS / 4);
        long before = Pointer.physicalBytes();
        long countedBefore = Pointer.totalBytes();
        decode(ROUNDS);
        // One leaked picture in each round would be 900 kB x 2,000; the heap itself may still grow a little.
        assertThat(Pointer.physicalBytes() - before).isLessThan(200L << 20);
        assertThat(Pointer.totalBytes() - countedBefore).isLessThan(1L << 20);
    }

    private void decode(int rounds) {
        for (int i = 0; i < rounds; i++) {
            decoder.decode(good, "good", SPEC, Optional.empty()).picture().close();
            if (i % 10 == 0) {
                refuse(corrupt);
                refuse(truncated);
            }
        }
    }

    private void refuse(byte[] file) {
        try {
            decoder.decode(file, "bad", SPEC, Optional.empty()).picture().close();
            throw new AssertionError("decoded a damaged file");
        } catch (PatchrankException e) {
            assertThat(e.code().isImageFault()).isTrue();
        }
    }
}
