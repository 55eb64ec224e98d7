package io.patchrank.pipeline.extract;

import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.message.DenseRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.vertx.core.Future;
import java.util.List;

/**
 * The work of the extract stage, in this process or in a child. Blocks; thread-safe. Pictures stay the caller's to
 * close.
 */
public interface Extraction extends AutoCloseable {
    ModelInfo model();

    /** Of each request, in order, its features or its failure: one picture at fault does not take its neighbours with it. */
    List<Future<ImageFeatures>> extract(List<ExtractRequest> requests);

    /** Features with all patches. */
    Inspection inspect(DenseRequest request);

    @Override
    void close();
}
