package io.patchrank.pipeline.isolation;

import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.decode.Decoding;
import io.patchrank.pipeline.extract.Extraction;
import java.util.Optional;

/** What a child can do. Thread-safe. */
record ChildWork(Optional<Decoding> decoding, Optional<Extraction> extraction) {
    static ChildWork of(ToChild.Assignment assignment) throws Exception {
        NativeParts parts = NativeParts.of(Class.forName(assignment.parts()).asSubclass(NativeParts.class));
        if (assignment.stage() == Stage.DECODE) {
            Decoding decoding = parts.decoding(assignment.settings());
            SelfTest.run(decoding);
            return new ChildWork(Optional.of(decoding), Optional.empty());
        }
        Extraction extraction = parts.extraction(assignment.settings());
        SelfTest.run(extraction);
        return new ChildWork(Optional.empty(), Optional.of(extraction));
    }

    Optional<ModelInfo> model() {
        return extraction.map(Extraction::model);
    }

    Outcome run(Task task) {
        return switch (task) {
            case Task.Decode decode ->
                new Outcome.Picture(
                        decoding.orElseThrow().decode(decode.request(), decode.input(), decode.photograph()));
            case Task.View view -> new Outcome.Seen(decoding.orElseThrow().view(view.request()));
            case Task.Extract extract ->
                new Outcome.Features(extraction.orElseThrow().extract(extract.requests()).stream()
                        .map(Outcome.OfOne::of)
                        .toList());
            case Task.Inspect inspect ->
                new Outcome.Dense(extraction.orElseThrow().inspect(inspect.request()));
        };
    }
}
