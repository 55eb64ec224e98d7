package io.patchrank.imaging.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.feature.DensePatches;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.picture.ColourScale;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Attention and patch colours as files, read by another decoder than the one that wrote them. */
class MapsTest {
    private static final PatchGrid GRID = new PatchGrid(3, 5);

    @Test
    void strongPatchesAreBrightAndOpaqueWeakOnesDarkAndTranslucent() throws IOException {
        float[] weights = new float[15];
        weights[7] = 4;

        BufferedImage map = read(HeatMap.png(GRID, weights));

        assertThat(map.getWidth()).isEqualTo(80);
        assertThat(map.getHeight()).isEqualTo(48);
        int strong = map.getRGB(2 * 16 + 8, 16 + 8);
        int weak = map.getRGB(4 * 16 + 8, 2 * 16 + 8);
        assertThat(strong >>> 24).isGreaterThan(200);
        assertThat(weak >>> 24).isLessThan(90);
        assertThat(weak & 0xFFFFFF).isEqualTo(ColourScale.at(0));
        assertThat(strong >> 8 & 255).isGreaterThan(weak >> 8 & 255);
        // Smooth: between two patches lie colours of neither.
        assertThat(map.getRGB(3 * 16 - 1, 24)).isNotIn(strong, weak);
    }

    @Test
    void equalWeightsGiveOneColour() throws IOException {
        float[] weights = new float[15];
        Arrays.fill(weights, 0.25f);

        BufferedImage map = read(HeatMap.png(GRID, weights));

        assertThat(map.getRGB(3, 3)).isEqualTo(map.getRGB(70, 40));
    }

    /** One patch that draws all attention must not leave the rest without differences. */
    @Test
    void extremeWeightDoesNotHideTheOthers() throws IOException {
        float[] weights = new float[100];
        for (int i = 0; i < 100; i++) {
            weights[i] = i;
        }
        weights[0] = 1_000_000;

        BufferedImage map = read(HeatMap.png(new PatchGrid(10, 10), weights));

        assertThat(map.getRGB(8, 9 * 16 + 8) & 255).isNotEqualTo(map.getRGB(8, 3 * 16 + 8) & 255);
    }

    @Test
    void patchesOfOneKindHaveOneColourInBothImages() throws IOException {
        float[] sky = {1, 0, 0, 0.1f};
        float[] wall = {0, 1, 0.2f, 0};
        float[] tree = {0, 0.1f, 1, 0.9f};
        DensePatches first = patches(new PatchGrid(1, 3), sky, wall, tree);
        DensePatches second = patches(new PatchGrid(2, 2), tree, sky, sky, wall);

        List<byte[]> maps = PatchColours.pngs(List.of(first, second));

        BufferedImage one = read(maps.get(0));
        BufferedImage two = read(maps.get(1));
        assertThat(two.getWidth()).isEqualTo(32);
        int[] colours = {one.getRGB(8, 8), one.getRGB(24, 8), one.getRGB(40, 8)};
        assertThat(colours).doesNotHaveDuplicates();
        assertThat(new int[] {two.getRGB(24, 8), two.getRGB(24, 24), two.getRGB(8, 8)})
                .containsExactly(colours);
        // Squares, not a gradient.
        assertThat(one.getRGB(15, 15)).isEqualTo(colours[0]);
        assertThat(one.getRGB(16, 0)).isEqualTo(colours[1]);
    }

    @Test
    void componentsAreTheAxesOfLargestVarianceInAFixedDirection() {
        SplittableRandom random = new SplittableRandom(5);
        int count = 200;
        float[] values = new float[count * 4];
        for (int i = 0; i < count; i++) {
            values[4 * i] = 5;
            values[4 * i + 1] = (float) random.nextGaussian();
            values[4 * i + 2] = (float) (9 * random.nextGaussian());
            values[4 * i + 3] = (float) (3 * random.nextGaussian());
        }
        DensePatches image = new DensePatches(new PatchGrid(10, 20), new float[count], values);

        float[][] components = PrincipalComponents.of(List.of(image), 3);

        double[] mean = new double[4];
        for (int i = 0; i < values.length; i++) {
            mean[i % 4] += values[i] / (double) count;
        }
        int[] axes = {2, 3, 1};
        for (int c = 0; c < 3; c++) {
            double error = 0;
            for (int i = 0; i < count; i++) {
                error = Math.max(error, Math.abs(components[c][i] - (values[4 * i + axes[c]] - mean[axes[c]])));
            }
            // The axes of a sample lean a little towards each other.
            assertThat(error).as("component %d", c).isLessThan(1.2);
        }
    }

    @Test
    void fewerDimensionsThanColoursAndASinglePatchStillGiveAMap() throws IOException {
        DensePatches flat = new DensePatches(new PatchGrid(1, 2), new float[2], new float[] {1, 0, 0, 1});
        DensePatches single = new DensePatches(new PatchGrid(1, 1), new float[1], new float[] {1, 2, 3});

        assertThat(read(PatchColours.pngs(List.of(flat)).getFirst()).getWidth()).isEqualTo(32);
        assertThat(read(PatchColours.pngs(List.of(single)).getFirst()).getWidth())
                .isEqualTo(16);
    }

    @Test
    void descriptorsOfTwoModelsAreRefused() {
        DensePatches three = patches(new PatchGrid(1, 1), new float[] {1, 2, 3});
        DensePatches four = patches(new PatchGrid(1, 1), new float[] {1, 2, 3, 4});

        assertThatThrownBy(() -> PatchColours.pngs(List.of(three, four))).isInstanceOf(IllegalArgumentException.class);
    }

    private static DensePatches patches(PatchGrid grid, float[]... descriptors) {
        int dimension = descriptors[0].length;
        float[] values = new float[dimension * descriptors.length];
        for (int i = 0; i < descriptors.length; i++) {
            System.arraycopy(descriptors[i], 0, values, i * dimension, dimension);
        }
        return new DensePatches(grid, new float[descriptors.length], values);
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
