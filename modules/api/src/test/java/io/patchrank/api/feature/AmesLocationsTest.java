package io.patchrank.api.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.picture.CropBox;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AmesLocationsTest {
    private static final float TOLERANCE = 1e-5f;

    @Test
    void tablesAreThoseOfAmes() {
        GoldenTensors golden = golden("locations");
        PatchGrid landscape = new PatchGrid(7, 9);
        assertThat(AmesLocations.dino(landscape)).containsExactly(golden.floats("dino_98x126"), within(TOLERANCE));
        assertThat(AmesLocations.dino(new PatchGrid(9, 7)))
                .containsExactly(golden.floats("dino_126x98"), within(TOLERANCE));
        assertThat(AmesLocations.cvnet(landscape, 1, 1)).isEqualTo(golden.floats("cvnet_centers_7x9"));
        assertThat(AmesLocations.cvnetReceptiveFields(landscape)).isEqualTo(golden.floats("cvnet_boxes_7x9"));
    }

    @Test
    void positionsInACropAreThoseOfAmes() {
        GoldenTensors golden = golden("fix_query_pos");
        long[] sizes = golden.longs("im_sizes");
        double[] boxes = golden.doubles("bbx");
        for (int query = 0; query < 3; query++) {
            double left = boxes[4 * query];
            double top = boxes[4 * query + 1];
            CropBox box = new CropBox(left, top, boxes[4 * query + 2] - left, boxes[4 * query + 3] - top);
            assertThat(AmesLocations.inWholePicture(
                            ofQuery(golden.floats("in"), query), box, (int) sizes[2 * query], (int)
                                    sizes[2 * query + 1]))
                    .containsExactly(ofQuery(golden.floats("out"), query), within(TOLERANCE));
        }
    }

    private static float[] ofQuery(float[] values, int query) {
        return Arrays.copyOfRange(values, query * 8, (query + 1) * 8);
    }

    @Test
    void firstColumnRunsDownThePicture() {
        float[] topRight = {0.75f};
        float[] topRightY = {0.25f};
        LocalDescriptors locals =
                new LocalDescriptors(1, topRight, topRightY, new float[1], new float[1], new boolean[1], new float[1]);
        assertThat(AmesLocations.dino(locals)).containsExactly(0.25f, 0.75f);
        assertThat(AmesLocations.dino(new PatchGrid(2, 2)))
                .containsExactly(0.25f, 0.25f, 0.25f, 0.75f, 0.75f, 0.25f, 0.75f, 0.75f);
    }

    @Test
    void cvnetCellsLieInPixelsOfTheOriginal() {
        assertThat(AmesLocations.cvnet(new PatchGrid(2, 2), 0.5, 0.5)).containsExactly(0, 0, 0, 32, 32, 0, 32, 32);
        assertThat(AmesLocations.cvnetReceptiveFields(new PatchGrid(1, 2)))
                .containsExactly(-145, -145, 145, 145, -145, -129, 145, 161);
    }

    @Test
    void wholePictureAsACropChangesNothing() {
        float[] columns = {0.1f, 0.9f, 0.5f, 0.25f};
        assertThat(AmesLocations.inWholePicture(columns, new CropBox(0, 0, 300, 200), 300, 200))
                .containsExactly(columns, within(TOLERANCE));
    }

    private static GoldenTensors golden(String name) {
        return GoldenTensors.read(SharedFiles.require("golden/detector/" + name + ".safetensors"));
    }
}
