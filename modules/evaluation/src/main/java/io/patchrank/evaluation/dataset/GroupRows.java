package io.patchrank.evaluation.dataset;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.truth.GroupTruth;
import io.patchrank.evaluation.truth.QueryTruth;
import io.patchrank.evaluation.truth.RowTruth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns groups of image names into a ground truth by gallery rows. */
final class GroupRows {
    private GroupRows() {}

    /**
     * Every image of every group is a query, in file order; the others of its group are its positives, and it is junk
     * itself.
     *
     * @param gallery image names by row
     * @throws PatchrankException BAD_REQUEST when a group names an image that the gallery does not have
     */
    static RowTruth read(Path file, List<String> gallery) {
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < gallery.size(); row++) {
            rows.put(gallery.get(row), row);
        }
        List<QueryTruth> queries = new ArrayList<>();
        List<String> names = new ArrayList<>();
        GroupTruth.read(file).groups().forEach((group, images) -> {
            for (String query : images) {
                int[] others = images.stream()
                        .filter(image -> !image.equals(query))
                        .mapToInt(image -> row(file, group, image, rows))
                        .toArray();
                int[] itself = {row(file, group, query, rows)};
                queries.add(new QueryTruth(file + ": " + query, Map.of("ok", others, "junk", itself)));
                names.add(query);
            }
        });
        return new RowTruth(queries, gallery, names);
    }

    private static int row(Path file, String group, String image, Map<String, Integer> rows) {
        Integer row = rows.get(image);
        if (row == null) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, file + ": " + group, "test_gallery.txt does not list the image " + image);
        }
        return row;
    }
}
