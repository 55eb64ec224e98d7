package io.patchrank.imaging.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.imaging.SamplePictures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PngPictureTest {
    private static final int HEADER_END = 33;

    private final byte[] png = SamplePictures.noise(".png", 61, 43);

    @Test
    void pictureWithoutNotesStaysAsItIs() {
        assertThat(picture(png)).isEqualTo(png);
    }

    @Test
    void notesAndProfilesAreLeftOutAndSoIsWhatFollowsTheEnd() {
        byte[] noted = png;
        for (String type : new String[] {"tEXt", "zTXt", "iTXt", "iCCP"}) {
            noted = with(noted, chunk(type, "Comment\0\0packed"));
        }
        assertThat(picture(Arrays.copyOf(noted, noted.length + 500))).isEqualTo(png);
    }

    @Test
    void otherChunksStay() {
        byte[] turned = with(png, chunk("eXIf", "MM\0*"));
        assertThat(picture(turned)).isEqualTo(turned);
    }

    @Test
    void firstRawExifStays() {
        byte[] exif = chunk("zTXt", "Raw profile type exif\0\0packed");
        byte[] one = with(png, exif);
        assertThat(picture(one)).isEqualTo(one);
        assertThat(picture(with(with(one, exif), exif))).isEqualTo(one);
    }

    private static byte[] picture(byte[] file) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        PngPicture.of(file, (at, length) -> parts.write(file, at, length));
        return parts.toByteArray();
    }

    private static byte[] chunk(String type, String data) {
        return SamplePictures.chunk(type, data.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] with(byte[] file, byte[] chunk) {
        return ByteBuffer.allocate(file.length + chunk.length)
                .put(file, 0, HEADER_END)
                .put(chunk)
                .put(file, HEADER_END, file.length - HEADER_END)
                .array();
    }
}
