package io.patchrank.imaging.decode;

import static io.patchrank.imaging.Failing.code;
import static io.patchrank.imaging.Failing.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.SamplePictures;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a file, decoding it gives a picture or a typed error that names it, and the process lives on. */
class DamagedFileTest {
    private static final InputSpec SPEC = InputSpec.imageNet(14, 70);
    private static final int FLIPPED_FILES = 400;

    private final PictureDecoder decoder = new PictureDecoder(DecodeOptions.DEFAULT);

    static Stream<String> formats() {
        return SamplePictures.FORMATS.stream();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyFormatDecodesUnderAnyName(String extension) {
        byte[] file = SamplePictures.inFormat(extension, 80, 60);
        assertThat(decodes(file, "wrong-extension.heic")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void fileCutAnywhereIsTruncated(String extension) {
        byte[] whole = SamplePictures.inFormat(extension, 80, 60);
        for (int percent = 5; percent < 100; percent += 5) {
            byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
            assertThat(code(() -> decoder.decode(cut, "cut", SPEC, Optional.empty())))
                    .isEqualTo(ErrorCode.TRUNCATED_IMAGE);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void flippedBitsGiveAPictureOrATypedError(String extension) {
        byte[] whole = SamplePictures.inFormat(extension, 80, 60);
        Random random = new Random(11);
        for (int i = 0; i < FLIPPED_FILES; i++) {
            byte[] flipped = whole.clone();
            for (int bits = random.nextInt(1, 5); bits > 0; bits--) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            decodes(flipped, "flipped");
        }
    }

    @Test
    void pngOfNonsenseIsCorrupt() {
        byte[] nonsense = SamplePictures.png(64, 64, 8, 2, new byte[500]);
        PatchrankException refusal = failure(() -> decoder.decode(nonsense, "n.png", SPEC, Optional.empty()));
        assertThat(refusal.code()).isEqualTo(ErrorCode.CORRUPT_IMAGE);
        assertThat(refusal).hasMessageStartingWith("n.png: the PNG is damaged");
    }

    private boolean decodes(byte[] file, String name) {
        try (Picture picture =
                decoder.decode(file, name, SPEC, Optional.empty()).picture()) {
            assertThat(picture.height() % 14 + picture.width() % 14).isZero();
            return true;
        } catch (PatchrankException e) {
            assertThat(e.code().isImageFault()).as(e.getMessage()).isTrue();
            assertThat(e.subject()).isEqualTo(name);
            assertThat(e.getMessage().lines()).hasSize(1);
            return false;
        }
    }
}
