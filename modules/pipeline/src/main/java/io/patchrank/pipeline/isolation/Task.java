package io.patchrank.pipeline.isolation;

import io.patchrank.api.picture.InputSpec;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.DenseRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.patchrank.pipeline.message.ViewRequest;
import java.util.List;
import java.util.Optional;

/** Work for a child; answered by the {@link Outcome} of the same kind. */
sealed interface Task {
    /** Frees the native memory of its pictures, once it is done. */
    default void release() {}

    record Decode(DecodeRequest request, InputSpec input, Optional<Integer> photograph) implements Task {}

    record View(ViewRequest request) implements Task {}

    record Extract(List<ExtractRequest> requests) implements Task {
        @Override
        public void release() {
            requests.forEach(request -> request.picture().close());
        }
    }

    record Inspect(DenseRequest request) implements Task {
        @Override
        public void release() {
            request.picture().close();
        }
    }
}
