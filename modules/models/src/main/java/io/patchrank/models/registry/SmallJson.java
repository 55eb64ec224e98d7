package io.patchrank.models.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The small JSON files beside the weights. */
final class SmallJson {
    private static final JsonMapper JSON = new JsonMapper();

    private SmallJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static void write(Path file, ObjectNode content) {
        try {
            byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
            AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(json)));
        } catch (IOException e) {
            throw FileFailures.of(file, e);
        }
    }

    /** @throws PatchrankException {@code DATA_CORRUPT} when the file is not what we wrote */
    static <T> Optional<T> read(Path file, Function<JsonObjectReader, T> form) {
        try {
            return Optional.of(form.apply(new JsonObjectReader(JSON.readTree(Files.readAllBytes(file)))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT,
                    file.toString(),
                    "is damaged (" + e.getMessage() + "); remove it and pull the model again",
                    e);
        } catch (IOException e) {
            throw FileFailures.of(file, e);
        }
    }
}
