package io.patchrank.cli.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.cli.ingest.IngestSummary;
import io.patchrank.evaluation.Evaluation;
import io.patchrank.evaluation.EvaluationReport;
import java.util.Locale;

/** How well and how fast a gallery answered. */
public record Measurement(EvaluationReport report, IngestSummary ingest, LeaveOneOut.Answers answers) {
    private static final JsonMapper JSON = new JsonMapper();

    public static Measurement of(MeasuredGallery gallery, LeaveOneOut.Answers answers) {
        EvaluationReport report = new Evaluation(gallery.truth())
                .evaluate(answers.lists(), gallery.ids().size(), answers.timings());
        return new Measurement(report, gallery.ingest(), answers);
    }

    /** The report's object with {@code rerank}, {@code model}, {@code ingest} and {@code search} added. */
    public ObjectNode toJson() {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(report.toJson());
            root.put("rerank", answers.rerank()).put("model", answers.model());
            root.set("ingest", JSON.valueToTree(ingest));
            root.putObject("search")
                    .put("seconds", answers.seconds())
                    .put("msPerQuery", answers.seconds() * 1e3 / report.queries());
            return root;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the report is not JSON", e);
        }
    }

    public String toText() {
        return ingest.rejectionsText()
                + report.toTable().stripTrailing()
                + '\n'
                + String.format(
                        Locale.ROOT,
                        "Re-ranked by %s. Ingest: %s%n%.1f ms a query, model %s",
                        answers.rerank(),
                        ingest.totals(),
                        answers.seconds() * 1e3 / report.queries(),
                        answers.model());
    }
}
