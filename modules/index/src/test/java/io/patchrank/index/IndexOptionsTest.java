package io.patchrank.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import org.junit.jupiter.api.Test;

final class IndexOptionsTest {
    @Test
    void defaults() {
        assertThat(IndexOptions.defaults())
                .isEqualTo(new IndexOptions(50_000, ApproximateSearch.IVF, 0.1, 4, 10_000, 16, 100, 64));
    }

    @Test
    void valueOutOfRangeIsRefusedNamingItsKey() {
        assertRefused("index.exactBelow", -1, 1, 4, 10, 16, 100, 64);
        assertRefused("index.probe", 1, 0, 4, 10, 16, 100, 64);
        assertRefused("index.probe", 1, 1.01, 4, 10, 16, 100, 64);
        assertRefused("index.probe", 1, Double.NaN, 4, 10, 16, 100, 64);
        assertRefused("index.overSearch", 1, 1, 0.5, 10, 16, 100, 64);
        assertRefused("index.overSearch", 1, 1, Double.NaN, 10, 16, 100, 64);
        assertRefused("index.graphFrom", 1, 1, 4, -1, 16, 100, 64);
        assertRefused("index.graphDegree", 1, 1, 4, 10, 1, 100, 64);
        assertRefused("index.buildBeam", 1, 1, 4, 10, 16, 3201, 64);
        assertRefused("index.ramBufferMegabytes", 1, 1, 4, 10, 16, 100, 0);
    }

    private static void assertRefused(
            String key,
            int exactBelow,
            double probe,
            double overSearch,
            int graphFrom,
            int degree,
            int beam,
            int megabytes) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> new IndexOptions(
                        exactBelow, ApproximateSearch.HNSW, probe, overSearch, graphFrom, degree, beam, megabytes))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
                .satisfies(e -> assertThat(e.subject()).isEqualTo(key));
    }
}
