package io.patchrank.testkit.hostile;

import io.patchrank.imaging.SamplePictures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Good pictures with notes that are huge or nonsense; the picture is what counts. */
final class Metadata {
    private static final int SEGMENT = 65_533;
    private static final int EXIF_SEGMENTS = 16;
    private static final int PROFILE_SEGMENTS = 600;

    private Metadata() {}

    static void addTo(Corpus corpus) {
        for (int orientation : new int[] {0, 9, 255, 65_535}) {
            corpus.add(
                    "exif orientation out of range",
                    "exif/turned" + orientation + ".jpg",
                    SamplePictures.withOrientation(JpegFile.picture(60, 41), orientation),
                    Expected.indexed());
        }
        ByteArrayOutputStream huge = new ByteArrayOutputStream();
        for (int i = 0; i < EXIF_SEGMENTS; i++) {
            huge.writeBytes(JpegFile.segment(JpegFile.APP1, starting("Exif\0\0MM\0*\0\0\0\b\377\377", SEGMENT)));
        }
        exif(corpus, "huge exif", "huge.jpg", 61, huge.toByteArray());
        HexFormat hex = HexFormat.of();
        exif(corpus, "looping exif", "loop.jpg", 62, JpegFile.exif(hex.parseHex("4D4D002A00000008000000000008")));
        exif(corpus, "absurd offsets exif", "far.jpg", 63, JpegFile.exif(hex.parseHex("4D4D002AFFFFFFF0")));
        exif(corpus, "absurd offsets exif", "short.jpg", 64, JpegFile.exif(hex.parseHex("4D4D")));
        exif(
                corpus,
                "absurd offsets exif",
                "count.jpg",
                65,
                JpegFile.exif(hex.parseHex("4D4D002A00000008000101120003FFFFFFFFFFFFFFF000000000")));
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        for (int i = 0; i < PROFILE_SEGMENTS; i++) {
            byte[] part = starting("ICC_PROFILE\0", SEGMENT);
            part[12] = (byte) (i + 1);
            part[13] = (byte) 255;
            profile.writeBytes(JpegFile.segment(JpegFile.APP2, part));
        }
        exif(corpus, "huge icc profile", "profile.jpg", 66, profile.toByteArray());
    }

    private static void exif(Corpus corpus, String kind, String name, int width, byte[] segments) {
        corpus.add(
                kind, "exif/" + name, JpegFile.withSegments(JpegFile.picture(width, 41), segments), Expected.indexed());
    }

    private static byte[] starting(String text, int length) {
        return ByteBuffer.allocate(length)
                .put(text.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }
}
