package io.patchrank.testkit.soak;

import io.patchrank.pipeline.TestPictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** JPEGs of many sizes and shapes. Each copy that is asked for has bytes of its own, without being encoded anew. */
final class Photographs {
    private static final int PICTURES = 48;
    private static final int SHORTEST = 40;
    private static final int LONGEST = 640;
    private static final int SHAPES = 30;
    private static final int AFTER_START_OF_IMAGE = 2;
    private static final short COMMENT = (short) 0xFFFE;

    private final List<byte[]> pictures = new ArrayList<>();
    private long copies;

    Photographs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < PICTURES; i++) {
            pictures.add(draw(random));
        }
    }

    private static byte[] draw(SplittableRandom random) {
        int width = random.nextInt(SHORTEST, LONGEST);
        int height = random.nextInt(SHORTEST, LONGEST);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int shape = 0; shape < SHAPES; shape++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillRect(
                    random.nextInt(width), random.nextInt(height), random.nextInt(width), random.nextInt(height));
        }
        graphics.dispose();
        return TestPictures.encode(image, "jpeg");
    }

    /** Content that there was never before: one of the pictures with a comment that says so. */
    synchronized byte[] next(int picture) {
        byte[] jpeg = pictures.get(Math.floorMod(picture, PICTURES));
        ByteBuffer copy = ByteBuffer.allocate(jpeg.length + Short.BYTES * 2 + Long.BYTES);
        copy.put(jpeg, 0, AFTER_START_OF_IMAGE)
                .putShort(COMMENT)
                .putShort((short) (Short.BYTES + Long.BYTES))
                .putLong(copies++)
                .put(jpeg, AFTER_START_OF_IMAGE, jpeg.length - AFTER_START_OF_IMAGE);
        return copy.array();
    }
}
