package io.patchrank.testkit.hostile;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.imaging.SamplePictures;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Good files that were cut, or whose bits have flipped. */
final class Damage {
    static final List<String> FORMATS = List.of(".jpg", ".png", ".webp", ".gif", ".bmp", ".tiff");

    private static final int HEADER_BYTES = 64;

    private Damage() {}

    static void addTo(Corpus corpus, long seed, int flips) {
        for (String format : FORMATS) {
            byte[] whole = SamplePictures.noise(format, 96, 64);
            for (int percent = 5; percent < 100; percent += 5) {
                corpus.add(
                        "truncated" + format,
                        "cut/at" + percent + format,
                        Arrays.copyOf(whole, whole.length * percent / 100),
                        Expected.rejected(ErrorCode.TRUNCATED_IMAGE));
            }
        }
        corpus.add("empty", "empty.png", new byte[0], Expected.rejected(ErrorCode.EMPTY_FILE));
        flip(corpus, new SplittableRandom(seed), flips);
    }

    private static void flip(Corpus corpus, SplittableRandom random, int flips) {
        for (int i = 0; i < flips; i++) {
            String format = FORMATS.get(i % FORMATS.size());
            byte[] bytes = SamplePictures.noise(format, 80 + i % 7, 60);
            // Every other one in the first bytes, where the structure is.
            int reach = i / FORMATS.size() % 2 == 0 ? HEADER_BYTES : bytes.length;
            for (int bits = random.nextInt(1, 5); bits > 0; bits--) {
                bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            }
            corpus.add("flipped bits" + format, "flipped/" + i + format, bytes, Expected.anyOfAnImage());
        }
    }
}
