package io.patchrank.models;

import io.patchrank.api.picture.Picture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;

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
