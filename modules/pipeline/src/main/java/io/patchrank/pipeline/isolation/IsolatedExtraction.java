package io.patchrank.pipeline.isolation;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.extract.Extraction;
import io.patchrank.pipeline.message.DenseRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.patchrank.pipeline.message.Urgency;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Extraction in a child. Pictures travel there; when one of several has ended it, each is tried alone.
 *
 * @param child closed with it
 * @param model that the child has loaded
 */
public record IsolatedExtraction(IsolatedChild child, ModelInfo model) implements Extraction {
    /** The file is known to the stage before. */
    private static final String SUBJECT = "picture";

    public static IsolatedExtraction of(IsolatedChild child) {
        return new IsolatedExtraction(child, child.model().orElseThrow());
    }

    @Override
    public List<Future<ImageFeatures>> extract(List<ExtractRequest> requests) {
        try {
            Task task = new Task.Extract(requests);
            return features(child.sideBySide(task, requests.size(), latest(requests), SUBJECT));
        } catch (ChildDied died) {
            return requests.stream()
                    .map(request -> alone(request, died.ending()))
                    .toList();
        }
    }

    /** Until when somebody waits for one of them. */
    private static Urgency latest(List<ExtractRequest> requests) {
        List<Urgency> urgencies = requests.stream().map(ExtractRequest::urgency).toList();
        Optional<Instant> deadline =
                urgencies.stream().anyMatch(urgency -> urgency.deadline().isEmpty())
                        ? Optional.empty()
                        : urgencies.stream()
                                .flatMap(urgency -> urgency.deadline().stream())
                                .max(Comparator.naturalOrder());
        return new Urgency(urgencies.getFirst().priority(), deadline);
    }

    private Future<ImageFeatures> alone(ExtractRequest request, Ending ending) {
        try {
            Task task = new Task.Extract(List.of(request));
            return features(child.suspected(task, request.urgency(), SUBJECT, ending))
                    .getFirst();
        } catch (RuntimeException e) {
            return Future.failedFuture(Failures.typed(e));
        }
    }

    private static List<Future<ImageFeatures>> features(Outcome outcome) {
        return ((Outcome.Features) outcome)
                .each().stream().map(Outcome.OfOne::toFuture).toList();
    }

    @Override
    public Inspection inspect(DenseRequest request) {
        return ((Outcome.Dense) child.run(new Task.Inspect(request), request.urgency(), SUBJECT)).inspection();
    }

    @Override
    public void close() {
        child.close();
    }
}
