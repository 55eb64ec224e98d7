package io.patchrank.evaluation.truth;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ground truth by gallery rows, as revisited Oxford and Paris, Google Landmarks v2 and INSTRE are published:
 * {@code {"gnd": [{"easy": [rows], "hard": […], "junk": […]}, …], "imlist": [names], "qimlist": [names]}}.
 *
 * @param queries in the order of the query descriptors
 * @param gallery names of the gallery images by row; empty when the file has none
 * @param names of the query images; empty when the file has none
 */
public record RowTruth(List<QueryTruth> queries, List<String> gallery, List<String> names) {
    public RowTruth {
        queries = List.copyOf(queries);
        gallery = List.copyOf(gallery);
        names = List.copyOf(names);
    }

    /**
     * Reads a {@code .pkl} or {@code .json} file of that structure; a JSON file may also hold the array {@code gnd}
     * alone. Other keys of a query, such as its crop box, are passed over.
     *
     * @throws PatchrankException NOT_FOUND without the file, BAD_REQUEST for another form, naming file and key
     */
    public static RowTruth read(Path file) {
        Object root = PlainObjects.read(file);
        if (root instanceof Map<?, ?> map) {
            return new RowTruth(queries(file, map.get("gnd")), names(file, "imlist", map), names(file, "qimlist", map));
        }
        return new RowTruth(queries(file, root), List.of(), List.of());
    }

    private static List<QueryTruth> queries(Path file, @Nullable Object gnd) {
        if (!(gnd instanceof List<?> list) || list.isEmpty()) {
            throw bad(file + ": gnd", "expected a list of queries, each with lists of gallery rows");
        }
        List<QueryTruth> queries = new ArrayList<>();
        for (Object query : list) {
            String subject = file + ": gnd[" + queries.size() + "]";
            if (!(query instanceof Map<?, ?> map)) {
                throw bad(subject, "expected an object with lists of gallery rows");
            }
            Map<String, int[]> rows = new LinkedHashMap<>();
            for (String key : List.of("easy", "hard", "junk", "ok")) {
                Object values = map.get(key);
                if (values != null) {
                    rows.put(key, PlainObjects.rows(values, subject + "." + key));
                }
            }
            queries.add(new QueryTruth(subject, rows));
        }
        return queries;
    }

    private static List<String> names(Path file, String key, Map<?, ?> root) {
        Object value = root.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw bad(file + ": " + key, "expected a list of image names");
        }
        return list.stream().map(String.class::cast).toList();
    }

    private static PatchrankException bad(String subject, String message) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, subject, message);
    }
}
