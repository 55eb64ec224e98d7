package io.patchrank.pipeline.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.file.AtomicFile;
import io.patchrank.api.picture.InputSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The model behind a gallery whose features were imported. There is no network for it here: its images are searched by
 * each other. Kept in {@code imported-model.json} of the data folder.
 *
 * @param name for people
 * @param fingerprint of every row; descriptors compare only within one
 * @param maxLocals local descriptors kept of an image
 */
public record ImportedModel(String name, String fingerprint, int globalDimension, int localDimension, int maxLocals) {
    private static final JsonMapper JSON = new JsonMapper();
    /** Pictures are never extracted; the decoder only needs some valid size. */
    private static final InputSpec ANY_INPUT = InputSpec.imageNet(14, 224);

    /** The model of a data folder; empty when its features were extracted here. */
    public static Optional<ImportedModel> of(Path dataFolder) {
        Path file = file(dataFolder);
        try {
            return Optional.of(JSON.readValue(Files.readString(file), ImportedModel.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT,
                    file.toString(),
                    "is damaged; restore it, or import into a new data folder: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "cannot be read: " + e, e);
        }
    }

    /** Errors: {@code DISK_FULL}, {@code IO_FAILED}. */
    public void save(DataFolder folder) {
        Path file = file(folder.root());
        try {
            AtomicFile.write(file, (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new PatchrankException(ErrorCode.INTERNAL, file.toString(), "cannot be written as JSON", e);
        }
    }

    private static Path file(Path dataFolder) {
        return dataFolder.resolve("imported-model.json");
    }

    public ModelInfo info() {
        return new ModelInfo(name, fingerprint, ANY_INPUT, globalDimension, localDimension, maxLocals, "none");
    }
}
