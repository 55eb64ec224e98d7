package io.patchrank.pipeline.decode;

import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.DecodedPicture;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.ViewRequest;
import java.util.Optional;

/** Decoding by OpenCV in this process. */
public final class OpenCvDecoding implements Decoding {
    private final PictureDecoder decoder;
    private final Views views;
    private final long maxBytes;

    /**
     * @param display makes pictures for people
     * @param maxBytes larger files are refused
     */
    public OpenCvDecoding(PictureDecoder decoder, BgrDecoder display, long maxBytes) {
        this.decoder = decoder;
        this.views = new Views(display, maxBytes);
        this.maxBytes = maxBytes;
    }

    @Override
    public Decoded decode(DecodeRequest request, InputSpec spec, Optional<Integer> photograph) {
        String name = request.source().name();
        try {
            long start = System.nanoTime();
            SourceBytes source = SourceBytes.read(request.source(), maxBytes);
            Optional<byte[]> shown = photograph.map(side -> views.photograph(source.bytes(), name, side));
            DecodedPicture made = decoder.decode(source.bytes(), name, spec, request.crop());
            double millis = (System.nanoTime() - start) / 1e6;
            return new Decoded(source.content(made.width(), made.height()), made.picture(), shown, millis);
        } catch (OutOfMemoryError e) {
            // One array or one picture that does not fit; what others hold is not touched by that.
            throw new PatchrankException(
                    ErrorCode.IMAGE_TOO_LARGE,
                    name,
                    "there is not enough memory to decode it; give the process more, or lower decode.max-bytes and"
                            + " decode.max-pixels",
                    e);
        }
    }

    @Override
    public PictureReply view(ViewRequest request) {
        return views.of(request);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
