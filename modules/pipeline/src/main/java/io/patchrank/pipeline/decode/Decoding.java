package io.patchrank.pipeline.decode;

import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.ViewRequest;
import java.util.Optional;

/** The native work of the decode stage, in this process or in a child. Blocks; thread-safe. */
public interface Decoding extends AutoCloseable {
    /**
     * Reads and decodes an image for the network.
     *
     * @param photograph longest side in pixels of the photograph that is wanted too
     * @return its picture is owned by the caller
     */
    Decoded decode(DecodeRequest request, InputSpec spec, Optional<Integer> photograph);

    /** Makes a picture to look at. */
    PictureReply view(ViewRequest request);

    @Override
    void close();
}
