package io.patchrank.api.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.picture.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link FeatureExtractor} that takes pictures does. */
public abstract class FeatureExtractorContract {
    private static final float TOLERANCE = 1e-4f;

    /** Stays the subclass' to close. */
    protected abstract FeatureExtractor extractor();

    /** A picture that the extractor takes, another one for each seed; two seeds may give different sizes. */
    protected abstract Picture picture(int seed);

    @Test
    void featuresAreOfTheModelThatIsTold() {
        ModelInfo model = extractor().model();

        List<ImageFeatures> features = extractor().extract(List.of(picture(1), picture(2)));

        assertThat(features).hasSize(2).allSatisfy(f -> {
            assertThat(f.modelFingerprint()).isEqualTo(model.fingerprint());
            assertThat(f.global()).hasSize(model.globalDimension());
            assertThat(norm(f.global())).isCloseTo(1, within(1e-4));
            assertThat(f.locals().dimension()).isEqualTo(model.localDimension());
            assertThat(f.locals().validCount()).isBetween(1, model.maxLocals());
        });
    }

    @Test
    void localDescriptorsComeStrongestFirstWithinThePicture() {
        LocalDescriptors locals =
                extractor().extract(List.of(picture(1))).getFirst().locals();

        for (int i = 0; i < locals.validCount(); i++) {
            assertThat(locals.x()[i]).isBetween(0f, 1f);
            assertThat(locals.y()[i]).isBetween(0f, 1f);
            assertThat(locals.weight()[i]).isLessThanOrEqualTo(locals.weight()[Math.max(0, i - 1)]);
        }
    }

    @Test
    void inspectionHasTheFeaturesOfAnExtraction() {
        ImageFeatures extracted = extractor().extract(List.of(picture(3))).getFirst();

        ImageFeatures inspected = extractor().inspect(picture(3)).features();

        assertThat(inspected.global()).containsExactly(extracted.global(), within(TOLERANCE));
        assertThat(inspected.locals().values())
                .containsExactly(extracted.locals().values(), within(TOLERANCE));
        assertThat(inspected.grid()).isEqualTo(extracted.grid());
    }

    /** Where an extractor tells of all patches, those that it keeps are among them, with their weights and descriptors. */
    @Test
    void keptPatchesAreTheStrongestOfAll() {
        Inspection inspection = extractor().inspect(picture(4));

        inspection.patches().ifPresent(patches -> {
            LocalDescriptors locals = inspection.features().locals();
            int kept = locals.validCount();
            assertThat(patches.dimension()).isEqualTo(locals.dimension());
            float[] weights = patches.weights().clone();
            Arrays.sort(weights);
            float weakestKept = weights[Math.max(0, weights.length - kept)];
            for (int i = 0; i < kept; i++) {
                int at = i;
                int patch = IntStream.range(0, patches.grid().patches())
                        .filter(p -> patches.grid().centreX(p) == locals.x()[at]
                                && patches.grid().centreY(p) == locals.y()[at])
                        .findFirst()
                        .orElseThrow();
                assertThat(patches.weights()[patch])
                        .isCloseTo(locals.weight()[i], within(TOLERANCE))
                        .isGreaterThanOrEqualTo(weakestKept - TOLERANCE);
                int d = locals.dimension();
                assertThat(Arrays.copyOfRange(patches.descriptors(), patch * d, (patch + 1) * d))
                        .containsExactly(Arrays.copyOfRange(locals.values(), i * d, (i + 1) * d), within(TOLERANCE));
            }
        });
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
