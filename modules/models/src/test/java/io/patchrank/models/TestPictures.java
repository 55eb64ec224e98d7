package io.patchrank.models;

import io.patchrank.api.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures of smooth random colour, the same for the same seed. */
final class TestPictures {
    private TestPictures() {}

    static Picture random(long seed, int height, int width) {
        Random random = new Random(seed);
        double fx = 1 + random.nextInt(9);
        double fy = 1 + random.nextInt(9);
        FloatBuffer pixels = ByteBuffer.allocateDirect(4 * 3 * height * width)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double wave = Math.sin(fx * x / width * 6 + channel) * Math.cos(fy * y / height * 6);
                    pixels.put((float) (wave + 0.2 * random.nextGaussian()));
                }
            }
        }
        return new Picture(pixels.flip(), height, width, height, width, () -> {});
    }

    /** An image file. */
    static byte[] png(long seed, int height, int width) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Picture picture = random(seed, height, width);
        FloatBuffer pixels = picture.pixels();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = 0;
                for (int channel = 0; channel < 3; channel++) {
                    float value = pixels.get((channel * height + y) * width + x);
                    rgb = rgb << 8 | Math.clamp(Math.round(128 + 80 * value), 0, 255);
                }
                image.setRGB(x, y, rgb);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    static Picture filled(float value, int height, int width) {
        FloatBuffer pixels = ByteBuffer.allocateDirect(4 * 3 * height * width)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        while (pixels.hasRemaining()) {
            pixels.put(value);
        }
        return new Picture(pixels.flip(), height, width, height, width, () -> {});
    }
}
