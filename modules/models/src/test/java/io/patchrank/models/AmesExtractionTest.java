package io.patchrank.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.feature.AmesLocations;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.Facet;
import io.patchrank.models.vit.GivenOutputs;
import io.patchrank.models.vit.VitOutputs;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows that AMES' own extractors store, from the outputs of their networks. */
class AmesExtractionTest {
    private static final int WIDTH = 64;
    private static final int COLUMNS = 5 + WIDTH;
    private static final int PATCH = 14;
    private static final float TOLERANCE = 1e-5f;
    private static final BlockFacet SOURCE = new BlockFacet(1, Facet.NORMALISED);
    private static final List<Double> CVNET_SCALES = List.of(0.7071, 1.0, 1.4142);

    @ParameterizedTest
    @CsvSource({
        "square_5x5_top20,1,20,det", "square_5x5_top20,1,20,nodet",
        "landscape_7x9_top20,1,20,det", "landscape_7x9_top20,1,20,nodet",
        "landscape_7x9_top80,1,80,det", "landscape_7x9_top80,1,80,nodet",
        "portrait_9x7_top20,1,20,det", "portrait_9x7_top20,1,20,nodet",
        "twoscale_7x9_5x6_top30,2,30,det", "twoscale_7x9_5x6_top30,2,30,nodet"
    })
    void dinoRowsAndGlobalDescriptorsAreThoseOfAmes(String name, int scales, int topK, String variant) {
        GoldenTensors golden = golden("dino_extract");
        String expected = name + "." + variant;
        LocalRecipe recipe = recipe(variant, topK);
        List<VitOutputs> outputs = new ArrayList<>();
        for (int scale = 0; scale < scales; scale++) {
            outputs.add(outputs(golden, name + ".in" + scale));
        }
        try (PatchWeighing weighing = PatchWeighing.of(recipe, WIDTH, ComputeDevice.CPU)) {
            NativeScope.compute(name, () -> {
                List<ScaleOutputs> weighed = outputs.stream()
                        .map(scale -> new ScaleOutputs(scale, weighing.of(scale)))
                        .toList();
                LocalDescriptors locals = new PatchSelection(recipe)
                        .of(weighed.stream().map(ScaleOutputs::patches).toList())
                        .getFirst()
                        .resized(topK);
                assertThat(rows(locals, AmesLocations.dino(locals)))
                        .containsExactly(golden.floats(expected + ".local"), within(TOLERANCE));
                assertThat(global("weighted@1.normalised", recipe, weighed))
                        .containsExactly(golden.floats(expected + ".global"), within(TOLERANCE));
                assertThat(global("cls@1.normalised", recipe, weighed))
                        .containsExactly(golden.floats(expected + ".cls"), within(TOLERANCE));
                return true;
            });
        }
        outputs.forEach(VitOutputs::close);
    }

    private static VitOutputs outputs(GoldenTensors golden, String scale) {
        long[] size = golden.longs(scale + ".image_hw");
        PatchGrid grid = new PatchGrid((int) size[0] / PATCH, (int) size[1] / PATCH);
        return GivenOutputs.of(SOURCE, grid, golden.floats(scale + ".cls"), golden.floats(scale + ".tokens"));
    }

    private static float[] global(String part, LocalRecipe locals, List<ScaleOutputs> scales) {
        FeatureRecipe recipe = new FeatureRecipe(List.of(GlobalPart.parse(part)), false, WIDTH, locals, PATCH);
        try (GlobalDescriptor descriptor = new GlobalDescriptor(recipe, WIDTH, Optional.empty(), ComputeDevice.CPU)) {
            return HostArrays.floats(descriptor.of(scales));
        }
    }

    /** The feature maps stand for those of CVNet's ResNet, which one convolution after another makes of the picture. */
    @ParameterizedTest
    @CsvSource({
        "single_top20,1,1,20,det", "single_top20,1,1,20,nodet",
        "single_top80,1,1,80,det", "single_top80,1,1,80,nodet",
        "two_0.7071_1.0_top30,0,2,30,det", "two_0.7071_1.0_top30,0,2,30,nodet",
        "three_top40,0,3,40,det", "three_top40,0,3,40,nodet"
    })
    void cvnetRowsAreThoseOfAmes(String name, int firstScale, int scales, int topK, String variant) {
        GoldenTensors golden = golden("cvnet_extract");
        LocalRecipe recipe = recipe(variant, topK);
        List<Double> factors = CVNET_SCALES.subList(firstScale, firstScale + scales);
        List<VitOutputs> outputs = factors.stream()
                .map(factor -> featureMap(golden, "fm_" + factor))
                .toList();
        try (PatchWeighing weighing = PatchWeighing.of(recipe, WIDTH, ComputeDevice.CPU)) {
            LocalDescriptors locals = NativeScope.compute(name, () -> new PatchSelection(recipe)
                    .of(outputs.stream().map(weighing::of).toList())
                    .getFirst());
            List<PatchGrid> grids = outputs.stream().map(VitOutputs::grid).toList();
            float[] locations = cvnetLocations(locals, grids, factors);
            assertThat(rows(locals.resized(topK), Arrays.copyOf(locations, 2 * topK)))
                    .containsExactly(golden.floats(name + "." + variant + ".local"), within(TOLERANCE));
        }
        outputs.forEach(VitOutputs::close);
    }

    private static VitOutputs featureMap(GoldenTensors golden, String name) {
        int[] shape = golden.shape(name);
        PatchGrid grid = new PatchGrid(shape[2], shape[3]);
        float[] cells = NativeScope.compute(name, () -> {
            Tensor planes = HostArrays.tensor(golden.floats(name), WIDTH, grid.patches());
            return HostArrays.floats(planes.transpose(0, 1));
        });
        return GivenOutputs.of(SOURCE, grid, new float[WIDTH], cells);
    }

    private static float[] cvnetLocations(LocalDescriptors locals, List<PatchGrid> grids, List<Double> factors) {
        float[] locations = new float[2 * locals.count()];
        for (int i = 0; i < locals.count(); i++) {
            int scale = (int) locals.scale()[i];
            PatchGrid grid = grids.get(scale);
            int row = (int) (locals.y()[i] * grid.height());
            int column = (int) (locals.x()[i] * grid.width());
            double factor = factors.get(scale);
            System.arraycopy(
                    AmesLocations.cvnet(grid, factor, factor), 2 * (row * grid.width() + column), locations, 2 * i, 2);
        }
        return locations;
    }

    @Test
    void gemOfAmesIsLongerButPointsTheSameWay() {
        GoldenTensors golden = golden("locations");
        int tokens = golden.shape("gem_in")[1];
        for (int picture = 0; picture < 2; picture++) {
            float[] in = golden.floats("gem_in");
            float[] patches = Arrays.copyOfRange(in, picture * tokens * 4, (picture + 1) * tokens * 4);
            try (VitOutputs outputs = GivenOutputs.of(SOURCE, new PatchGrid(1, tokens), new float[4], patches)) {
                float[] pooled = NativeScope.compute("gem", () -> {
                    WeightedPatches none =
                            new WeightedPatches(outputs.grid(), outputs.patches(SOURCE), outputs.patches(SOURCE));
                    return HostArrays.floats(new Pooling.Gem(3).pool(new ScaleOutputs(outputs, none), SOURCE));
                });
                for (int i = 0; i < 4; i++) {
                    assertThat((float) (pooled[i] * Math.cbrt(tokens)))
                            .isCloseTo(golden.floats("gem_p3")[picture * 4 + i], within(TOLERANCE));
                }
            }
        }
    }

    /** The rows of AMES' format 1. */
    private static float[] rows(LocalDescriptors locals, float[] locations) {
        float[] rows = new float[locals.count() * COLUMNS];
        for (int i = 0; i < locals.count(); i++) {
            int row = i * COLUMNS;
            System.arraycopy(locations, 2 * i, rows, row, 2);
            rows[row + 2] = locals.scale()[i];
            rows[row + 3] = locals.padding()[i] ? 1 : 0;
            rows[row + 4] = locals.weight()[i];
            System.arraycopy(locals.values(), i * WIDTH, rows, row + 5, WIDTH);
        }
        return rows;
    }

    private static LocalRecipe recipe(String variant, int topK) {
        Path detector = SharedFiles.require("golden/detector/detector64.pt");
        PatchWeight weight =
                switch (variant) {
                    case "det" -> new PatchWeight.Detector(detector);
                    case "nodet" -> new PatchWeight.Norm();
                    default -> throw new IllegalArgumentException(variant);
                };
        return new LocalRecipe(SOURCE, weight, topK, false);
    }

    private static GoldenTensors golden(String name) {
        return GoldenTensors.read(SharedFiles.require("golden/detector/" + name + ".safetensors"));
    }
}
