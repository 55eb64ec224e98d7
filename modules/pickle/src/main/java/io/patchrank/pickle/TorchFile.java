package io.patchrank.pickle;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.nio.file.Path;

/**
 * A file of {@code torch.save}, in the zip format or in the one before it. Nothing in it is executed. Tensors alias
 * mappings of the file, one a storage, so a checkpoint of gigabytes takes no heap; a mapping lasts as long as a tensor
 * refers to it. A file that is overwritten or cut short meanwhile must not be read further.
 */
public final class TorchFile {
    private TorchFile() {}

    /**
     * The value in the file.
     *
     * @throws PatchrankException {@code MODEL_INVALID} naming the file and what is wrong or foreign in it,
     *     {@code NOT_FOUND} when there is none, {@code IO_FAILED} when it cannot be read
     */
    public static PickledValue read(Path file) {
        Origin origin = new Origin(file.toString(), ErrorCode.MODEL_INVALID);
        return ByteSource.reading(file, origin, source -> {
            if (ZipArchive.recognises(source)) {
                return PickledValue.root(origin, ZipTorchReader.read(origin, source));
            }
            if (LegacyTorchReader.recognises(source)) {
                return PickledValue.root(origin, LegacyTorchReader.read(origin, source, true));
            }
            throw origin.invalid("no file of torch.save");
        });
    }

    /**
     * Whether the file begins like one of {@code torch.save}, whatever its name.
     *
     * @throws PatchrankException as {@link #read}
     */
    public static boolean recognises(Path file) {
        Origin origin = new Origin(file.toString(), ErrorCode.MODEL_INVALID);
        return ByteSource.reading(
                file, origin, source -> ZipArchive.recognises(source) || LegacyTorchReader.recognises(source));
    }
}
