package io.patchrank.evaluation.selection;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.evaluation.metrics.RetrievalScores;
import io.patchrank.evaluation.metrics.ScoresJson;
import java.util.List;
import java.util.Locale;

/**
 * mAP against descriptors and bytes of an image, for a gallery: what a selection by attention costs.
 *
 * @param queries searched
 * @param images in the gallery
 * @param dimension of a local descriptor
 * @param stored descriptors that the gallery keeps of an image at most; larger numbers were not asked for
 * @param macro mean over groups before re-ranking, which needs no local descriptors
 * @param mean mean over queries before re-ranking
 */
public record SelectionReport(
        int queries,
        int images,
        int dimension,
        int stored,
        RetrievalScores macro,
        RetrievalScores mean,
        List<SelectionCurve> curves) {
    private static final JsonMapper JSON = new JsonMapper();

    public SelectionReport {
        curves = List.copyOf(curves);
    }

    /**
     * One JSON object: {@code global.macro.map}, {@code curves[].reranker|form}, {@code
     * curves[].points[].descriptors|bytes|macro.map|mean.map}.
     */
    public ObjectNode toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("queries", queries)
                .put("images", images)
                .put("dimension", dimension)
                .put("stored", stored);
        ObjectNode before = root.putObject("global");
        ScoresJson.write(before.putObject("macro"), macro);
        ScoresJson.write(before.putObject("mean"), mean);
        var list = root.putArray("curves");
        for (SelectionCurve curve : curves) {
            ObjectNode node = list.addObject()
                    .put("reranker", curve.reranker())
                    .put("form", curve.form().label());
            var points = node.putArray("points");
            for (SelectionPoint point : curve.points()) {
                ObjectNode entry = points.addObject()
                        .put("descriptors", point.descriptors())
                        .put("bytes", point.bytes());
                ScoresJson.write(entry.putObject("macro"), point.macro());
                ScoresJson.write(entry.putObject("mean"), point.mean());
            }
        }
        return root;
    }

    /** The same as aligned text. */
    public String toTable() {
        StringBuilder table = new StringBuilder();
        line(table, "%d queries against %d images, descriptors of %d dimensions", queries, images, dimension);
        line(table, "%-26s %11s %13s %9s %9s", "", "descriptors", "bytes/image", "macro mAP", "mean mAP");
        line(table, "%s", "-".repeat(72));
        row(table, "global only", "0", "0", macro, mean);
        for (SelectionCurve curve : curves) {
            for (SelectionPoint point : curve.points()) {
                row(
                        table,
                        curve.label(),
                        Integer.toString(point.descriptors()),
                        String.format(Locale.ROOT, "%,d", point.bytes()),
                        point.macro(),
                        point.mean());
            }
        }
        return table.toString();
    }

    private static void row(
            StringBuilder table, String name, String count, String bytes, RetrievalScores macro, RetrievalScores mean) {
        line(table, "%-26s %11s %13s %9.3f %9.3f", name, count, bytes, macro.map(), mean.map());
    }

    private static void line(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
