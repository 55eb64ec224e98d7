package io.patchrank.evaluation.truth;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pickle.PickleFile;
import io.patchrank.pickle.PickledValue;
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
    private static final List<String> LISTS = List.of("easy", "hard", "junk", "ok");

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
        return isPickle(file) ? pickled(file) : plain(file);
    }

    /** Whether the name says that a file is one of Python's {@code pickle}. */
    static boolean isPickle(Path file) {
        return file.toString().endsWith(".pkl");
    }

    private static RowTruth pickled(Path file) {
        PickledValue root = PickleFile.read(file);
        List<QueryTruth> queries = new ArrayList<>();
        for (PickledValue query : (root.isDict() ? root.get("gnd") : root).list()) {
            Map<String, int[]> rows = new LinkedHashMap<>();
            for (String key : LISTS) {
                query.find(key).ifPresent(list -> rows.put(key, rows(list)));
            }
            queries.add(new QueryTruth(file + ": " + query.path(), rows));
        }
        if (queries.isEmpty()) {
            throw bad(file + ": gnd", "there is no query in it");
        }
        return root.isDict()
                ? new RowTruth(queries, names(root, "imlist"), names(root, "qimlist"))
                : new RowTruth(queries, List.of(), List.of());
    }

    private static int[] rows(PickledValue list) {
        // An empty numpy array has a fractional type.
        double[] values = list.doubles();
        int[] rows = new int[values.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) values[i];
            if (rows[i] != values[i]) {
                throw list.wrong("holds " + values[i] + ", which is no gallery row");
            }
        }
        return rows;
    }

    private static List<String> names(PickledValue root, String key) {
        return root.find(key)
                .filter(list -> !list.isNone())
                .map(PickledValue::texts)
                .orElse(List.of());
    }

    private static RowTruth plain(Path file) {
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
            for (String key : LISTS) {
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
