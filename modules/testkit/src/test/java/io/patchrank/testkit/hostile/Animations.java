package io.patchrank.testkit.hostile;

import io.patchrank.imaging.SamplePictures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Pictures that move: the first frame counts, however many follow. */
final class Animations {
    private static final int WIDTH = 59;
    private static final int HEIGHT = 45;
    private static final int FRAMES = 200;

    private Animations() {}

    static void addTo(Corpus corpus) {
        corpus.add("animated gif", "moving/frames.gif", gif(), Expected.indexed());
        corpus.add("animated webp", "moving/frames.webp", webp(), Expected.indexed());
        corpus.add("animated png", "moving/frames.png", png(), Expected.indexed());
    }

    private static byte[] gif() {
        byte[] one = SamplePictures.noise(".gif", WIDTH, HEIGHT);
        int packed = one[10] & 0xFF;
        int head = 13 + ((packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(one, 0, head);
        for (int frame = 0; frame < FRAMES; frame++) {
            out.write(one, head, one.length - 1 - head);
        }
        out.write(0x3B);
        return out.toByteArray();
    }

    private static byte[] webp() {
        byte[] frame = WebpFile.frame(WIDTH, HEIGHT, WebpFile.picture(SamplePictures.noise(".webp", WIDTH, HEIGHT)));
        byte[][] chunks = new byte[2 + FRAMES][];
        Arrays.fill(chunks, frame);
        chunks[0] = WebpFile.extended(WebpFile.ANIMATED, WIDTH, HEIGHT);
        chunks[1] = WebpFile.chunk("ANIM", new byte[6]);
        return WebpFile.of(chunks);
    }

    private static byte[] png() {
        byte[] one = PngFile.zeros(WIDTH, HEIGHT, 8, PngFile.COLOUR);
        byte[] data = PngFile.deflatedZeros((1L + 3 * WIDTH) * HEIGHT);
        ByteArrayOutputStream later = new ByteArrayOutputStream();
        for (int frame = 1; frame < FRAMES; frame++) {
            later.writeBytes(control(2 * frame - 1));
            later.writeBytes(SamplePictures.chunk(
                    "fdAT",
                    ByteBuffer.allocate(4 + data.length)
                            .putInt(2 * frame)
                            .put(data)
                            .array()));
        }
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        start.writeBytes(SamplePictures.chunk(
                "acTL", ByteBuffer.allocate(8).putInt(FRAMES).putInt(0).array()));
        start.writeBytes(control(0));
        byte[] begun = PngFile.withChunks(one, start.toByteArray());
        int end = begun.length - 12;
        return ByteBuffer.allocate(begun.length + later.size())
                .put(begun, 0, end)
                .put(later.toByteArray())
                .put(begun, end, 12)
                .array();
    }

    private static byte[] control(int sequence) {
        return SamplePictures.chunk(
                "fcTL",
                ByteBuffer.allocate(26)
                        .putInt(sequence)
                        .putInt(WIDTH)
                        .putInt(HEIGHT)
                        .putInt(0)
                        .putInt(0)
                        .putShort((short) 1)
                        .putShort((short) 25)
                        .array());
    }
}
