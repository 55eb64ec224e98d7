package io.patchrank.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;

/**
 * How the gallery is indexed and searched. All may change from one start to the next; {@code approximate},
 * {@code graphFrom}, {@code graphDegree} and {@code buildBeam} apply to what is written from then on, and what was written
 * before is searched as it is.
 *
 * @param exactBelow with fewer indexed images a search scans all descriptors (recall 1), with as many or more it is
 *     approximate
 * @param approximate how
 * @param probe share of the descriptors in the inverted lists that are read, above 0 to 1, of 100,000; of ten times as
 *     many two thirds of it suffice and are read; higher is slower and finds more
 * @param overSearch a graph walk collects {@code overSearch * limit} neighbours and returns the {@code limit} best of
 *     them; at least 1, higher is slower and finds more
 * @param graphFrom segments with fewer descriptors get no graph and are scanned, also by a graph walk; saves the
 *     building of graphs that the next merge throws away
 * @param graphDegree neighbours a node (HNSW's M), 2 to 512
 * @param buildBeam candidates considered when a node is inserted (HNSW's efConstruction), 1 to 3200
 * @param ramBufferMegabytes changes of one call kept in memory before they are written, 1 to 1900
 */
public record IndexOptions(
        int exactBelow,
        ApproximateSearch approximate,
        double probe,
        double overSearch,
        int graphFrom,
        int graphDegree,
        int buildBeam,
        int ramBufferMegabytes) {
    private static final IndexOptions DEFAULTS =
            new IndexOptions(50_000, ApproximateSearch.IVF, 0.1, 4, 10_000, 16, 100, 64);

    public IndexOptions {
        check(exactBelow >= 0, "exactBelow", "an image count of 0 or more", exactBelow);
        check(probe > 0 && probe <= 1, "probe", "a share above 0, at most 1", probe);
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

    /** Exact below 50,000 images; above, 10 % of 100,000 descriptors are read. */
    public static IndexOptions defaults() {
        return DEFAULTS;
    }

    public IndexOptions withExactBelow(int images) {
        return new IndexOptions(
                images, approximate, probe, overSearch, graphFrom, graphDegree, buildBeam, ramBufferMegabytes);
    }

    public IndexOptions withApproximate(ApproximateSearch search) {
        return new IndexOptions(
                exactBelow, search, probe, overSearch, graphFrom, graphDegree, buildBeam, ramBufferMegabytes);
    }

    public IndexOptions withProbe(double share) {
        return new IndexOptions(
                exactBelow, approximate, share, overSearch, graphFrom, graphDegree, buildBeam, ramBufferMegabytes);
    }

    public IndexOptions withOverSearch(double factor) {
        return new IndexOptions(
                exactBelow, approximate, probe, factor, graphFrom, graphDegree, buildBeam, ramBufferMegabytes);
    }

    public IndexOptions withGraphFrom(int descriptors) {
        return new IndexOptions(
                exactBelow, approximate, probe, overSearch, descriptors, graphDegree, buildBeam, ramBufferMegabytes);
    }

    private static void check(boolean valid, String key, String expected, Number actual) {
        if (!valid) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "index." + key, "expected " + expected + ", got " + actual);
        }
    }
}
