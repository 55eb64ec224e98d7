package io.patchrank.evaluation.dataset;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.rerank.NeighbourLists;
import io.patchrank.evaluation.truth.NumberTable;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads {@code nn_*} files: similarities and gallery rows, [2, queries, images]. */
final class NeighbourFile {
    private NeighbourFile() {}

    /**
     * @param queries how many the ground truth has
     * @param gallery number of gallery images; below 1 when nothing says it, then the greatest row decides
     * @throws PatchrankException BAD_REQUEST for another shape or number of queries, rows that the gallery does not have
     */
    static NeighbourLists read(Path file, int queries, int gallery) {
        NumberTable table = NumberTable.read(file, 3);
        int[] shape = table.shape();
        if (shape[0] != 2) {
            throw bad(file, "expected similarities and rows, [2, queries, images], not " + Arrays.toString(shape));
        }
        if (shape[1] != queries) {
            throw bad(file, "lists of " + shape[1] + " queries; the ground truth has " + queries);
        }
        int images = shape[2];
        float[][] similarities = new float[queries][];
        int[][] rows = new int[queries][images];
        int greatest = 0;
        for (int query = 0; query < queries; query++) {
            int from = query * images;
            similarities[query] = Arrays.copyOfRange(table.values(), from, from + images);
            for (int place = 0; place < images; place++) {
                float row = table.values()[queries * images + from + place];
                if (row != (int) row) {
                    throw bad(file, "query " + query + ", place " + place + ": not a gallery row: " + row);
                }
                rows[query][place] = (int) row;
                greatest = Math.max(greatest, (int) row);
            }
        }
        return NeighbourLists.of(file.toString(), similarities, rows, gallery > 0 ? gallery : greatest + 1);
    }

    private static PatchrankException bad(Path file, String message) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, file.toString(), message);
    }
}
