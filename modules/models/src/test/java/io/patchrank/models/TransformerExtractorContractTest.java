package io.patchrank.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.feature.DensePatches;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.FeatureExtractorContract;
import io.patchrank.api.picture.Picture;
import io.patchrank.torch.ComputeDevice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The embedded model, keeping fewer patches than it sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransformerExtractorContractTest extends FeatureExtractorContract {
    private static final int KEPT = 10;

    private final TransformerExtractor extractor = Models.open(few(), ComputeDevice.CPU);

    private static ModelDefinition few() {
        FeatureRecipe recipe = ModelDefinition.embedded().recipe();
        LocalRecipe locals = recipe.locals();
        return ModelDefinition.embedded()
                .withRecipe(new FeatureRecipe(
                        recipe.global(),
                        recipe.normaliseBeforeWhitening(),
                        recipe.whitenedDimensions(),
                        new LocalRecipe(locals.source(), locals.weight(), KEPT, true),
                        recipe.longestSide()));
    }

    @AfterAll
    void release() {
        extractor.close();
    }

    @Override
    protected FeatureExtractor extractor() {
        return extractor;
    }

    @Override
    protected Picture picture(int seed) {
        return TestPictures.random(seed, 56, seed % 2 == 0 ? 84 : 70);
    }

    @Test
    void allPatchesOfThePictureAreTold() {
        DensePatches patches = extractor.inspect(picture(2)).patches().orElseThrow();

        assertThat(patches.grid().height()).isEqualTo(4);
        assertThat(patches.grid().width()).isEqualTo(6);
        assertThat(patches.dimension()).isEqualTo(384);
    }
}
