package io.patchrank.pickle;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.nio.file.Path;

/**
 * A file of Python's {@code pickle.dump}, protocols 0 to 5, such as the ground truths and nearest-neighbour lists of
 * retrieval benchmarks. Nothing in it is executed; it may hold numbers, texts, lists, dicts, sets, numpy arrays and
 * torch tensors, and is read whole.
 */
public final class PickleFile {
    private PickleFile() {}

    /**
     * The value in the file.
     *
     * @throws PatchrankException {@code BAD_REQUEST} naming the file and what is wrong or foreign in it,
     *     {@code NOT_FOUND} when there is none, {@code IO_FAILED} when it cannot be read
     */
    public static PickledValue read(Path file) {
        Origin origin = new Origin(file.toString(), ErrorCode.BAD_REQUEST);
        return ByteSource.reading(file, origin, source -> {
            if (ZipArchive.recognises(source) || LegacyTorchReader.recognises(source)) {
                throw origin.invalid("is a file of torch.save, not a plain pickle");
            }
            Globals globals = Globals.nesting(origin, source.length());
            PickleInput input = new PickleInput(source, 0);
            PersistentIds none = Globals.noPersistentIds(origin);
            return PickledValue.root(origin, new RestrictedUnpickler(origin, globals.known(), none, input).read());
        });
    }
}
