package io.patchrank.pipeline.decode;

import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.imaging.ImageFile;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.draw.Rendition;
import io.patchrank.imaging.header.ImageFormat;
import io.patchrank.pipeline.message.ViewRequest;
import java.nio.file.Path;
import java.util.Optional;

/** Makes pictures to look at. Blocks; runs on the stage's workers. */
final class Views {
    private final BgrDecoder decoder;
    private final long maxBytes;

    /** @param maxBytes larger files are refused */
    Views(BgrDecoder decoder, long maxBytes) {
        this.decoder = decoder;
        this.maxBytes = maxBytes;
    }

    /** The whole upright image as a JPEG. */
    byte[] photograph(byte[] file, String name, int longestSide) {
        return Rendition.of(decoder, file, name, longestSide, Optional.empty()).jpeg();
    }

    PictureReply of(ViewRequest request) {
        if (request.urgency().expired()) {
            throw new PatchrankException(
                    ErrorCode.DEADLINE_EXCEEDED, request.path(), "others came first; ask for the picture again");
        }
        ShownFile shown = ShownFile.find(Path.of(request.path()), request.folders());
        ImageFile file = ImageFile.readBelow(shown.folder(), shown.file(), maxBytes);
        if (request.longestSide().isEmpty()) {
            // Only images leave, whatever else lies in the folder.
            String mediaType = ImageFormat.of(file.bytes(), request.path()).mediaType();
            return new PictureReply(mediaType, Optional.empty(), file.sha256(), file.bytes());
        }
        Rendition made = Rendition.of(
                decoder, file.bytes(), request.path(), request.longestSide().get(), request.crop());
        return new PictureReply(ImageFormat.JPEG.mediaType(), Optional.of(made.size()), file.sha256(), made.jpeg());
    }
}
