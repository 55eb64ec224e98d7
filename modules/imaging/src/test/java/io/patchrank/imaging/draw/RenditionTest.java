package io.patchrank.imaging.draw;

import static io.patchrank.imaging.Failing.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.imaging.SamplePictures;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.header.ImageFormat;
import io.patchrank.imaging.header.ImageLimits;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenditionTest {
    private static final BgrDecoder DECODER = new BgrDecoder(ImageLimits.DEFAULT);
    /** Of an 800 x 600 picture turned upright, 600 x 800: a box in its top left quarter. */
    private static final CropBox TOP_LEFT = new CropBox(20, 40, 240, 300);

    private static Rendition of(byte[] file, int longestSide, CropBox... crop) {
        return Rendition.of(
                DECODER, file, "test", longestSide, Arrays.stream(crop).findFirst());
    }

    private static int[] middle(Rendition made) {
        try (BgrImage image = DECODER.decode(made.jpeg(), "made")) {
            assertThat(new PixelSize(image.width(), image.height())).isEqualTo(made.size());
            return SamplePictures.pixel(image.mat(), 0.5, 0.5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 99, 100, 101, 399, 799})
    void pictureIsMadeSmallerInItsShape(int longestSide) {
        Rendition made = of(SamplePictures.quarters(".jpg", 800, 600), longestSide);

        assertThat(made.size()).isEqualTo(new PixelSize(longestSide, (int) Math.round(longestSide * 0.75)));
        assertThat(ImageFormat.of(made.jpeg(), "made")).isEqualTo(ImageFormat.JPEG);
    }

    @Test
    void smallPictureIsNotEnlarged() {
        assertThat(of(SamplePictures.quarters(".png", 60, 80), 200).size()).isEqualTo(new PixelSize(60, 80));
    }

    /** EXIF 6: the camera was turned, the stored left side is the upright top. */
    @ParameterizedTest
    @ValueSource(ints = {40, 100, 300, 2000})
    void boxIsCutOutOfTheUprightPictureHoweverItIsDecoded(int longestSide) {
        byte[] turned = SamplePictures.withOrientation(SamplePictures.quarters(".jpg", 800, 600), 6);
        byte[] plain = SamplePictures.quarters(".png", 600, 800);

        Rendition ofTurned = of(turned, longestSide, TOP_LEFT);
        Rendition ofPlain = of(plain, longestSide, TOP_LEFT);

        int longest = Math.min(longestSide, 300);
        assertThat(ofPlain.size()).isEqualTo(new PixelSize((int) Math.round(longest * 0.8), longest));
        assertThat(ofTurned.size().height()).isEqualTo(longest);
        assertThat(ofTurned.size().width())
                .isBetween(ofPlain.size().width() - 1, ofPlain.size().width() + 1);
        // Upright top left of EXIF 6 is the stored bottom left, which is blue.
        assertThat(middle(ofTurned)).satisfies(bgr -> assertThat(bgr[0]).isGreaterThan(bgr[2]));
        assertThat(middle(ofPlain)).satisfies(bgr -> assertThat(bgr[2]).isGreaterThan(bgr[0]));
    }

    @Test
    void boxOutsideIsRefusedAndOneAcrossTheEdgeIsCutOff() {
        byte[] file = SamplePictures.quarters(".jpg", 800, 600);

        assertThat(code(() -> of(file, 100, new CropBox(800, 0, 10, 10)))).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(of(file, 100, new CropBox(700, 500, 4000, 4000)).size()).isEqualTo(new PixelSize(100, 100));
    }

    @Test
    void damagedFileIsRefused() {
        byte[] file = SamplePictures.quarters(".jpg", 80, 60);

        assertThat(code(() -> of(Arrays.copyOf(file, file.length / 2), 50))).isEqualTo(ErrorCode.TRUNCATED_IMAGE);
    }
}
