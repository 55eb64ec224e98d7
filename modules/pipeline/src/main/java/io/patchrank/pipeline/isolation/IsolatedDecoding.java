package io.patchrank.pipeline.isolation;

import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.pipeline.decode.Decoded;
import io.patchrank.pipeline.decode.Decoding;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.ViewRequest;
import java.util.Optional;

/**
 * Decoding in a child, which reads the files, too.
 *
 * @param child closed with it
 * @param here for files that are given out as they are
 */
public record IsolatedDecoding(IsolatedChild child, Decoding here) implements Decoding {
    @Override
    public Decoded decode(DecodeRequest request, InputSpec spec, Optional<Integer> photograph) {
        Task task = new Task.Decode(request, spec, photograph);
        Outcome outcome = child.run(task, request.urgency(), request.source().name());
        return ((Outcome.Picture) outcome).decoded();
    }

    @Override
    public PictureReply view(ViewRequest request) {
        if (request.longestSide().isEmpty()) {
            return here.view(request);
        }
        return ((Outcome.Seen) child.run(new Task.View(request), request.urgency(), request.path())).reply();
    }

    @Override
    public void close() {
        child.close();
        here.close();
    }
}
