package io.patchrank.torch;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pickle.TorchFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The weights of one network in a file of any format that is known by its content, not its name: safetensors, and what
 * {@code torch.save} writes in its zip format or the one before it. Nothing in a file is executed.
 *
 * <p>The weights belong to the checkpoint and alias a mapping of its file; after {@link #close()} neither they nor views
 * of them may be used. A file that is overwritten or cut short while mapped crashes the process, so a network copies
 * its weights out and closes the checkpoint.
 */
public final class Checkpoint implements AutoCloseable {
    /** What torch's data-parallel wrappers put before every name. */
    private static final String WRAPPED = "module.";

    private final StateDict weights;
    private final Map<String, String> metadata;
    private final Runnable release;

    private Checkpoint(StateDict weights, Map<String, String> metadata, Runnable release) {
        this.weights = weights;
        this.metadata = metadata;
        this.release = release;
    }

    /**
     * Opens a file without copying its tensors. In a torch file the weights may lie in dicts within dicts, as training
     * programs save them (see {@link TorchWeights}).
     *
     * @throws PatchrankException {@code MODEL_INVALID} naming the file and what is wrong or foreign in it,
     *     {@code NOT_FOUND} when there is none, {@code IO_FAILED} when it cannot be read
     */
    public static Checkpoint open(Path file) {
        if (TorchFile.recognises(file)) {
            TorchWeights found = TorchWeights.of(TorchFile.read(file));
            return new Checkpoint(named(file.toString(), found.tensors()), Map.of(), found::release);
        }
        if (!SafetensorsFile.recognises(file)) {
            throw new PatchrankException(
                    ErrorCode.MODEL_INVALID, file.toString(), "no weights file, neither safetensors nor of torch.save");
        }
        return of(SafetensorsFile.open(file));
    }

    /**
     * Reads a whole safetensors file that is already in native memory, as {@link SafetensorsFile#of}.
     *
     * @param subject names it in errors
     */
    public static Checkpoint of(String subject, ByteBuffer content) {
        return of(SafetensorsFile.of(subject, content));
    }

    private static Checkpoint of(SafetensorsFile file) {
        Map<String, Tensor> views = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> views.put(name, new Tensor(tensor)));
        return new Checkpoint(named(file.subject(), views), file.metadata(), file::close);
    }

    private static StateDict named(String subject, Map<String, Tensor> tensors) {
        if (!tensors.keySet().stream().allMatch(name -> name.startsWith(WRAPPED))) {
            return StateDict.owning(subject, tensors);
        }
        Map<String, Tensor> plain = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> plain.put(name.substring(WRAPPED.length()), tensor));
        return StateDict.owning(subject, plain);
    }

    /** Path or name, for messages. */
    public String subject() {
        return weights.subject();
    }

    /** In the order of the file, without {@code module.} before every name; they stay this checkpoint's. */
    public StateDict weights() {
        return weights;
    }

    /** Free text of a safetensors file; empty for torch files. */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        weights.close();
        release.run();
    }
}
