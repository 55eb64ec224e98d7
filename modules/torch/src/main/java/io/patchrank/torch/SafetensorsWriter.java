package io.patchrank.torch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.api.error.DiskFailure;
import io.patchrank.api.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/** Writes small safetensors files (whitening, test weights), each atomically. */
public final class SafetensorsWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private SafetensorsWriter() {}

    /**
     * Writes {@code file} anew.
     *
     * @param tensors on the CPU; they stay the caller's
     * @throws io.patchrank.api.error.PatchrankException {@code DISK_FULL}, {@code IO_FAILED}
     */
    public static void write(Path file, SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
        try {
            AtomicFile.write(file, channel -> {
                AtomicFile.writeFully(channel, header(tensors, metadata));
                for (Tensor tensor : tensors.values()) {
                    try (Tensor dense = tensor.contiguous();
                            BytePointer bytes = new BytePointer(dense.data_ptr())) {
                        AtomicFile.writeFully(
                                channel, bytes.capacity(dense.nbytes()).asByteBuffer());
                    }
                }
            });
        } catch (IOException e) {
            throw DiskFailure.typed(e, file, "cannot be written");
        }
    }

    private static ByteBuffer header(SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject("__metadata__");
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            SafetensorsType type = SafetensorsType.of(tensor.scalar_type())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "safetensors has no type for " + tensor.scalar_type() + " of " + entry.getKey()));
            ObjectNode node = root.putObject(entry.getKey()).put("dtype", type.name());
            var shape = node.putArray("shape");
            for (long side : tensor.shape()) {
                shape.add(side);
            }
            node.putArray("data_offsets").add(offset).add(offset + tensor.nbytes());
            offset += tensor.nbytes();
        }
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        // Spaces behind the JSON align the data to 8 bytes, as the format recommends.
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }
}
