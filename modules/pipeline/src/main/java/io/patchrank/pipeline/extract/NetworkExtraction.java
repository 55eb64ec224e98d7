package io.patchrank.pipeline.extract;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.message.DenseRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.vertx.core.Future;
import java.util.List;

/**
 * Extraction by a network of this process.
 *
 * @param extractor closed with it
 */
public record NetworkExtraction(FeatureExtractor extractor) implements Extraction {
    @Override
    public ModelInfo model() {
        return extractor.model();
    }

    @Override
    public List<Future<ImageFeatures>> extract(List<ExtractRequest> requests) {
        try {
            return extractor
                    .extract(requests.stream().map(ExtractRequest::picture).toList())
                    .stream()
                    .map(Future::succeededFuture)
                    .toList();
        } catch (RuntimeException | Error e) {
            return requests.size() == 1
                    ? List.of(Future.failedFuture(Failures.typed(e)))
                    : requests.stream()
                            .flatMap(request -> extract(List.of(request)).stream())
                            .toList();
        }
    }

    @Override
    public Inspection inspect(DenseRequest request) {
        return extractor.inspect(request.picture());
    }

    @Override
    public void close() {
        extractor.close();
    }
}
