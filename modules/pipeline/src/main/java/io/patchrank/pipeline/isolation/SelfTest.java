package io.patchrank.pipeline.isolation;

import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.pipeline.decode.Decoding;
import io.patchrank.pipeline.decode.TestPicture;
import io.patchrank.pipeline.extract.Extraction;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.patchrank.pipeline.message.ImageSource;
import io.patchrank.pipeline.message.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A harmless picture before the first of somebody else's. Where native code dies of every picture, as on a processor that
 * lacks its instructions, the child dies before it is ready, and no picture is blamed for it.
 */
final class SelfTest {
    private static final InputSpec ANY_INPUT = InputSpec.imageNet(14, 224);
    private static final int LONGEST_SIDE = 64;

    private SelfTest() {}

    static void run(Decoding decoding) {
        ImageSource picture = new ImageSource.OfBytes("self-test", TestPicture.bytes());
        decoding.decode(
                        new DecodeRequest(picture, Optional.empty(), Urgency.INGEST),
                        ANY_INPUT,
                        Optional.of(LONGEST_SIDE))
                .picture()
                .close();
    }

    /** What it says of the picture does not matter: a gallery that was imported has no network for any. */
    static void run(Extraction extraction) {
        try (Picture grey = grey(extraction.model().input())) {
            extraction.extract(List.of(new ExtractRequest(grey, Urgency.INGEST)));
        }
    }

    private static Picture grey(InputSpec spec) {
        List<Picture.AtScale> sizes = new ArrayList<>();
        List<FloatPointer> memory = new ArrayList<>();
        for (double scale : spec.scales()) {
            int patches = Math.max(1, (int) (scale * spec.longestSide() / spec.patchSize()));
            int side = patches * spec.patchSize();
            FloatPointer pixels = new FloatPointer(3L * side * side).zero();
            pixels.retainReference();
            memory.add(pixels);
            sizes.add(new Picture.AtScale(pixels.asBuffer(), side, side));
        }
        return new Picture(
                sizes, spec.longestSide(), spec.longestSide(), () -> memory.forEach(FloatPointer::releaseReference));
    }
}
