package io.patchrank.torch;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A safetensors file, opened without copying: each tensor is a memory mapping of its own (a mapping ends at 2 GiB), read
 * when it is first touched. Format: <a href="https://huggingface.co/docs/safetensors">huggingface.co/docs/safetensors</a>.
 *
 * <p>The tensors belong to the file and alias its bytes; after {@link #close()} neither they nor views of them may be
 * used. A file that is overwritten or cut short while mapped crashes the process, so a network copies its weights out
 * ({@link StateDict#copyTo}) and closes the file.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;

    private final String subject;
    private final Map<String, String> metadata;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    /** What the tensors alias. Reachable as long as they may be used. */
    private final List<BytePointer> memory = new ArrayList<>();

    private interface Bytes {
        ByteBuffer slice(long begin, long length) throws IOException;
    }

    private SafetensorsFile(String subject, Bytes bytes, long length) throws IOException {
        this.subject = subject;
        if (length < LENGTH_BYTES) {
            throw SafetensorsHeader.invalid(subject, "no safetensors file: only " + length + " bytes", null);
        }
        long headerLength =
                bytes.slice(0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerLength < 2 || headerLength > SafetensorsHeader.MAX_BYTES || headerLength > length - LENGTH_BYTES) {
            throw SafetensorsHeader.invalid(
                    subject,
                    "no safetensors file, or cut short: claims a header of " + headerLength + " bytes in a file of "
                            + length,
                    null);
        }
        byte[] json = new byte[(int) headerLength];
        bytes.slice(LENGTH_BYTES, headerLength).get(json);
        long dataStart = LENGTH_BYTES + headerLength;
        SafetensorsHeader header = SafetensorsHeader.parse(subject, json, length - dataStart);
        LibtorchFiles.unpack();
        this.metadata = header.metadata();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            BytePointer pointer = new BytePointer(bytes.slice(dataStart + entry.begin(), entry.end() - entry.begin()));
            memory.add(pointer);
            try (TensorOptions options = new TensorOptions(entry.type().torch())) {
                tensors.put(entry.name(), torch.from_blob(pointer, shape(entry), options));
            }
        }
    }

    /**
     * Opens a file.
     *
     * @throws PatchrankException {@code MODEL_INVALID} naming file and tensor when it breaks the format,
     *     {@code NOT_FOUND} when there is none, {@code IO_FAILED} when it cannot be read
     */
    public static SafetensorsFile open(Path file) {
        String subject = file.toString();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Bytes mapped = (begin, length) -> channel.map(MapMode.READ_ONLY, begin, length);
            return new SafetensorsFile(subject, mapped, channel.size());
        } catch (IOException e) {
            throw failed(subject, e);
        }
    }

    private static PatchrankException failed(String subject, IOException e) {
        return e instanceof NoSuchFileException
                ? new PatchrankException(ErrorCode.NOT_FOUND, subject, "no such weights file", e)
                : new PatchrankException(ErrorCode.IO_FAILED, subject, "cannot be read: " + e.getMessage(), e);
    }

    /**
     * Whether a file begins like one: the length of a header, and a header that is a JSON object.
     *
     * @throws PatchrankException as {@link #open}
     */
    public static boolean recognises(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(LENGTH_BYTES + 1);
            if (start.length <= LENGTH_BYTES) {
                return false;
            }
            long headerLength =
                    ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
            return headerLength >= 2 && headerLength <= SafetensorsHeader.MAX_BYTES && start[LENGTH_BYTES] == '{';
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    /**
     * Reads a whole file that is already in native memory, for example out of a jar.
     *
     * @param subject names it in errors
     * @param content direct; from its position to its limit
     */
    public static SafetensorsFile of(String subject, ByteBuffer content) {
        if (!content.isDirect()) {
            throw new IllegalArgumentException("tensors can only alias a direct buffer");
        }
        ByteBuffer whole = content.slice();
        Bytes sliced = (begin, length) -> whole.slice((int) begin, (int) length);
        try {
            return new SafetensorsFile(subject, sliced, whole.limit());
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, subject, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static long[] shape(SafetensorsHeader.Entry entry) {
        return entry.shape().stream().mapToLong(Long::longValue).toArray();
    }

    /** Path or name, for messages. */
    public String subject() {
        return subject;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    /** In the order of the file. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /** All tensors, in the order of the file; they stay this file's. */
    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * One tensor; it stays this file's.
     *
     * @throws PatchrankException {@code MODEL_INVALID} when there is no such tensor
     */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw SafetensorsHeader.invalid(subject, "tensor " + name + " is missing", null);
        }
        return tensor;
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        tensors.clear();
        memory.clear();
    }
}
