package io.patchrank.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.models.detector.TinyDetector;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.torch.ComputeDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sizes of a picture and a detector, from image bytes to features. */
class MultiScaleExtractorTest {
    private static final List<Double> TWO = List.of(0.7, 1.0);
    private static final int ALL = 1_000;

    private final PictureDecoder decoder = new PictureDecoder(DecodeOptions.DEFAULT);
    private final Path folder;
    private final Path detector;
    private final ModelDefinition tiny;

    MultiScaleExtractorTest(@TempDir Path folder) {
        this.folder = folder;
        this.detector =
                TinyDetector.write(folder.resolve("detector.safetensors"), TinyDetector.random(5, TinyWeights.DIM));
        this.tiny = ModelDefinition.embedded()
                .withWeights(new WeightsLocation.File(TinyWeights.write(folder, TinyWeights.random(2))))
                .withWhitening(new WhiteningLocation.None());
    }

    @Test
    void shippedModelTakesADetectorAndScales() {
        FeatureRecipe shipped = ModelDefinition.embedded().recipe();
        Path random = TinyDetector.write(folder.resolve("384.safetensors"), TinyDetector.random(5, 384));
        LocalRecipe locals =
                new LocalRecipe(shipped.locals().source(), new PatchWeight.Detector(random), 100, true, TWO);
        ModelDefinition definition = ModelDefinition.embedded()
                .withRecipe(new FeatureRecipe(
                        shipped.global(),
                        shipped.normaliseBeforeWhitening(),
                        shipped.whitenedDimensions(),
                        locals,
                        140));
        try (TransformerExtractor extractor = Models.open(definition, ComputeDevice.CPU)) {
            assertThat(extractor.model().input().scales()).isEqualTo(TWO);
            ImageFeatures features = extract(extractor, TestPictures.png(1, 200, 150));
            LocalDescriptors kept = features.locals();
            assertThat(features.global()).hasSize(768);
            assertThat(length(features.global(), 0, 768)).isCloseTo(1, within(1e-5));
            // 10 x 8 patches (7.5 of them round to 8) and 7 x 5.
            assertThat(features.grid().patches()).isEqualTo(7 * 5);
            assertThat(kept.count()).isEqualTo(100);
            assertThat(scales(kept)).containsExactly(0f, 1f);
            for (int i = 0; i < kept.count(); i++) {
                boolean small = kept.scale()[i] == 0;
                assertThat(kept.y()[i] * (small ? 7 : 10) % 1).isCloseTo(0.5f, within(1e-4f));
                assertThat(kept.x()[i] * (small ? 5 : 8) % 1).isCloseTo(0.5f, within(1e-4f));
                assertThat(length(kept.values(), i * 384, 384)).isCloseTo(1, within(1e-5));
                assertThat(kept.weight()[i]).isGreaterThan(0).isLessThanOrEqualTo(kept.weight()[Math.max(0, i - 1)]);
            }
        }
    }

    @Test
    void patchesOfAllScalesCompeteAndGlobalDescriptorsAreAveraged() {
        byte[] picture = TestPictures.png(2, 120, 160);
        List<ImageFeatures> alone = new ArrayList<>();
        for (double scale : TWO) {
            alone.add(extract(new PatchWeight.Norm(), List.of(scale), ALL, picture));
        }
        ImageFeatures together = extract(new PatchWeight.Norm(), TWO, ALL, picture);

        LocalDescriptors small = alone.get(0).locals();
        LocalDescriptors large = alone.get(1).locals();
        LocalDescriptors merged = together.locals();
        assertThat(merged.count()).isEqualTo(small.count() + large.count());
        int[] next = new int[2];
        for (int i = 0; i < merged.count(); i++) {
            int scale = (int) merged.scale()[i];
            LocalDescriptors from = scale == 0 ? small : large;
            int row = next[scale]++;
            assertThat(merged.weight()[i]).isEqualTo(from.weight()[row]);
            assertThat(merged.x()[i]).isEqualTo(from.x()[row]);
            assertThat(merged.y()[i]).isEqualTo(from.y()[row]);
            assertThat(row(merged, i)).isEqualTo(row(from, row));
            assertThat(merged.weight()[i]).isLessThanOrEqualTo(merged.weight()[Math.max(0, i - 1)]);
        }
        float[] sum = new float[TinyWeights.DIM];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = alone.get(0).global()[i] + alone.get(1).global()[i];
        }
        double length = length(sum, 0, sum.length);
        for (int i = 0; i < sum.length; i++) {
            assertThat(together.global()[i]).isCloseTo((float) (sum[i] / length), within(1e-6f));
        }
    }

    @Test
    void strongestOfAllScalesAreKept() {
        byte[] picture = TestPictures.png(3, 120, 160);
        LocalDescriptors all = extract(detecting(), TWO, ALL, picture).locals();
        LocalDescriptors seven = extract(detecting(), TWO, 7, picture).locals();
        assertThat(seven.weight()).isEqualTo(all.resized(7).weight());
        assertThat(seven.values()).isEqualTo(all.resized(7).values());
        assertThat(seven.scale()).isEqualTo(all.resized(7).scale());
    }

    @Test
    void batchEqualsOneByOneAlsoWherePicturesDifferInOneScaleOnly() {
        ModelDefinition definition = definition(detecting(), TWO, ALL);
        try (TransformerExtractor one = Models.open(definition, ComputeDevice.CPU);
                TransformerExtractor batched = Models.open(definition.withBatch(4), ComputeDevice.CPU)) {
            // 7 x 5 patches all of them at scale 0.7; 10 x 7, 10 x 7 and 10 x 8 at scale 1.
            List<Picture> pictures = List.of(
                    decoded(one, TestPictures.png(4, 140, 99)),
                    decoded(one, TestPictures.png(5, 140, 98)),
                    decoded(one, TestPictures.png(6, 140, 106)));
            assertThat(pictures.get(0)
                            .sizes()
                            .get(0)
                            .sameSize(pictures.get(2).sizes().get(0)))
                    .isTrue();
            assertThat(pictures.get(0)
                            .sizes()
                            .get(1)
                            .sameSize(pictures.get(2).sizes().get(1)))
                    .isFalse();
            List<ImageFeatures> together = batched.extract(pictures);
            for (int i = 0; i < 3; i++) {
                ImageFeatures alone = one.extract(List.of(pictures.get(i))).getFirst();
                assertThat(together.get(i).global()).containsExactly(alone.global(), within(1e-4f));
                assertThat(together.get(i).locals().weight())
                        .containsExactly(alone.locals().weight(), within(1e-3f));
            }
            pictures.forEach(Picture::close);
        }
    }

    @Test
    void pictureOfOtherScalesIsRefused() {
        try (TransformerExtractor extractor = Models.open(definition(detecting(), TWO, ALL), ComputeDevice.CPU)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> extractor.extract(List.of(TestPictures.random(1, 56, 56))))
                    .withMessageContaining("2 scales, not 1");
        }
    }

    @Test
    void fingerprintNamesScalesAndTheContentOfTheDetector() {
        Path copy = TinyDetector.write(folder.resolve("copy.safetensors"), TinyDetector.random(5, TinyWeights.DIM));
        Path other = TinyDetector.write(folder.resolve("other.safetensors"), TinyDetector.random(6, TinyWeights.DIM));
        String base = fingerprint(detecting(), InputSpec.ONE_SCALE);
        assertThat(fingerprint(new PatchWeight.Detector(copy), InputSpec.ONE_SCALE))
                .isEqualTo(base);
        assertThat(fingerprint(new PatchWeight.Detector(other), InputSpec.ONE_SCALE))
                .isNotEqualTo(base);
        assertThat(fingerprint(new PatchWeight.Norm(), InputSpec.ONE_SCALE)).isNotEqualTo(base);
        assertThat(fingerprint(detecting(), TWO)).isNotEqualTo(base);
        assertThat(fingerprint(detecting(), TWO.reversed())).isNotEqualTo(fingerprint(detecting(), TWO));
        assertThat(Models.describe(definition(detecting(), TWO, ALL)).detectorSha256())
                .hasValueSatisfying(digest -> assertThat(digest).hasSize(64));
    }

    @Test
    void detectorThatDoesNotFitOrIsNotThereIsRefused() {
        Path wide = TinyDetector.write(folder.resolve("wide.safetensors"), TinyDetector.random(5, 80));
        assertFails(new PatchWeight.Detector(wide), ErrorCode.MODEL_INVALID, "takes patches of 80 numbers");
        assertFails(
                new PatchWeight.Detector(folder.resolve("tiny.safetensors")),
                ErrorCode.MODEL_INVALID,
                "tensor conv1.weight is missing");
        assertFails(new PatchWeight.Detector(folder.resolve("none.safetensors")), ErrorCode.NOT_FOUND, "no such file");
    }

    @Test
    void scalesThatMakeNoSenseAreRefused() {
        for (List<Double> scales : List.of(
                List.<Double>of(), List.of(0.0), List.of(-1.0), List.of(Double.NaN), List.of(5.0), List.of(1.0, 1.0))) {
            assertThatExceptionOfType(PatchrankException.class)
                    .isThrownBy(() -> definition(detecting(), scales, ALL))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
        }
    }

    @Test
    void weightedMeanOfOtherDescriptorsThanTheLocalsIsRefused() {
        LocalRecipe locals = new LocalRecipe(BlockFacet.token(2), detecting(), ALL, true, TWO);
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> new FeatureRecipe(List.of(GlobalPart.parse("weighted@1")), false, 64, locals, 140))
                .withMessageContaining("which are those of block 2")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    @Test
    void whiteningIsLearnedFromEveryScaleOfEveryImage() {
        try (TransformerExtractor extractor = Models.open(definition(detecting(), TWO, ALL), ComputeDevice.CPU)) {
            WhiteningTrainer trainer = new WhiteningTrainer(extractor);
            for (int i = 0; i < 3; i++) {
                try (Picture picture = decoded(extractor, TestPictures.png(i, 100, 140))) {
                    assertThat(extractor.parts(List.of(picture))).hasSize(2);
                    trainer.add(List.of(picture));
                }
            }
            assertThat(trainer.images()).isEqualTo(3);
            assertThat(trainer.fit("test", 0.2, 8).parts()).hasSize(1);
        }
    }

    @Test
    void manyForwardsKeepNoNativeMemory() {
        // Few descriptors, so that what is measured is not the Java heap.
        ModelDefinition definition = definition(detecting(), TWO, 20);
        FeatureRecipe recipe = definition.recipe();
        ModelDefinition large =
                definition.withRecipe(new FeatureRecipe(recipe.global(), false, 64, recipe.locals(), 420));
        try (TransformerExtractor extractor = Models.open(large, ComputeDevice.CPU);
                Picture picture = decoded(extractor, TestPictures.png(7, 420, 420))) {
            for (int i = 0; i < 20; i++) {
                extractor.extract(List.of(picture));
            }
            long before = Pointer.physicalBytes();
            for (int i = 0; i < 200; i++) {
                extractor.extract(List.of(picture));
            }
            // Kept tokens and descriptors of one picture would be 0.7 MB, so 140 MB in all.
            assertThat(Pointer.physicalBytes() - before).isLessThan(40L << 20);
        }
    }

    private PatchWeight detecting() {
        return new PatchWeight.Detector(detector);
    }

    private ModelDefinition definition(PatchWeight weight, List<Double> scales, int topK) {
        LocalRecipe locals = new LocalRecipe(BlockFacet.token(2), weight, topK, true, scales);
        return tiny.withRecipe(new FeatureRecipe(List.of(GlobalPart.parse("weighted@2")), false, 64, locals, 140));
    }

    private String fingerprint(PatchWeight weight, List<Double> scales) {
        return Models.describe(definition(weight, scales, ALL)).fingerprint();
    }

    private ImageFeatures extract(PatchWeight weight, List<Double> scales, int topK, byte[] file) {
        try (TransformerExtractor extractor = Models.open(definition(weight, scales, topK), ComputeDevice.CPU)) {
            return extract(extractor, file);
        }
    }

    private ImageFeatures extract(TransformerExtractor extractor, byte[] file) {
        try (Picture picture = decoded(extractor, file)) {
            return extractor.extract(List.of(picture)).getFirst();
        }
    }

    private Picture decoded(TransformerExtractor extractor, byte[] file) {
        return decoder.decode(file, "png", extractor.model().input(), Optional.empty())
                .picture();
    }

    private void assertFails(PatchWeight weight, ErrorCode code, String reason) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> Models.open(definition(weight, TWO, ALL), ComputeDevice.CPU)
                        .close())
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Set<Float> scales(LocalDescriptors locals) {
        Set<Float> scales = new TreeSet<>();
        for (float scale : locals.scale()) {
            scales.add(scale);
        }
        return scales;
    }

    private static float[] row(LocalDescriptors locals, int row) {
        float[] values = new float[locals.dimension()];
        System.arraycopy(locals.values(), row * values.length, values, 0, values.length);
        return values;
    }

    private static double length(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }
}
