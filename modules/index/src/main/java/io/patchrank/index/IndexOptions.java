package io.patchrank.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;

/**
 * How the gallery is indexed and searched. All but {@code graphDegree} and {@code buildBeam} may change from one start
 * to the next; those two apply to what is written from then on.
 *
 * @param exactBelow with fewer indexed images a search scans all descriptors (recall 1), with as many or more it walks
 *     HNSW graphs
 * @param overSearch a graph walk collects {@code overSearch * limit} neighbours and returns the {@code limit} best of
 *     them; at least 1, higher is slower and finds more
 * @param graphFrom segments with fewer descriptors get no graph and are scanned, also by a graph walk; saves the
 *     building of graphs that the next merge throws away
 * @param graphDegree neighbours a node (HNSW's M), 2 to 512
 * @param buildBeam candidates considered when a node is inserted (HNSW's efConstruction), 1 to 3200
 * @param ramBufferMegabytes changes of one call kept in memory before they are written, 1 to 1900
 */
public record IndexOptions(
        int exactBelow, double overSearch, int graphFrom, int graphDegree, int buildBeam, int ramBufferMegabytes) {
    private static final IndexOptions DEFAULTS = new IndexOptions(50_000, 4, 10_000, 16, 100, 64);

    public IndexOptions {
        check(exactBelow >= 0, "exactBelow", "an image count of 0 or more", exactBelow);
        check(overSearch >= 1 && overSearch <= 1000, "overSearch", "a factor of 1 to 1000", overSearch);
        check(graphFrom >= 0, "graphFrom", "a descriptor count of 0 or more", graphFrom);
        check(graphDegree >= 2 && graphDegree <= 512, "graphDegree", "2 to 512", graphDegree);
        check(buildBeam >= 1 && buildBeam <= 3200, "buildBeam", "1 to 3200", buildBeam);
        check(
                ramBufferMegabytes >= 1 && ramBufferMegabytes <= 1900,
                "ramBufferMegabytes",
                "1 to 1900",
                ramBufferMegabytes);
    }

    /** Exact below 50,000 images; above, graphs of degree 16 that collect 4 times what is asked for. */
    public static IndexOptions defaults() {
        return DEFAULTS;
    }

    public IndexOptions withExactBelow(int images) {
        return new IndexOptions(images, overSearch, graphFrom, graphDegree, buildBeam, ramBufferMegabytes);
    }

    public IndexOptions withOverSearch(double factor) {
        return new IndexOptions(exactBelow, factor, graphFrom, graphDegree, buildBeam, ramBufferMegabytes);
    }

    public IndexOptions withGraphFrom(int descriptors) {
        return new IndexOptions(exactBelow, overSearch, descriptors, graphDegree, buildBeam, ramBufferMegabytes);
    }

    private static void check(boolean valid, String key, String expected, Number actual) {
        if (!valid) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "index." + key, "expected " + expected + ", got " + actual);
        }
    }
}
