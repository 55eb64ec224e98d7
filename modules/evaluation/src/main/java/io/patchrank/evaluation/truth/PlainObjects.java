package io.patchrank.evaluation.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** JSON files of nested maps, lists, numbers and texts. */
final class PlainObjects {
    private static final JsonMapper JSON = new JsonMapper();

    private PlainObjects() {}

    /**
     * Reads the whole file into {@code Map}, {@code List}, {@code Number}, {@code String} and {@code Boolean}.
     *
     * @throws PatchrankException NOT_FOUND, UNREADABLE_FILE, or BAD_REQUEST for a file of another form
     */
    static Object read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), Object.class);
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, file.toString(), "there is no such file", e);
        } catch (JsonProcessingException e) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, file.toString(), "not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.UNREADABLE_FILE, file.toString(), "cannot be read: " + e, e);
        }
    }

    /**
     * A list of whole numbers.
     *
     * @param subject file and key, for errors
     * @throws PatchrankException BAD_REQUEST when it is something else
     */
    static int[] rows(Object values, String subject) {
        if (!(values instanceof List<?> list)) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, subject, "expected a list of gallery rows");
        }
        int[] rows = new int[list.size()];
        for (int i = 0; i < rows.length; i++) {
            if (!(list.get(i) instanceof Number number) || number.doubleValue() != number.intValue()) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST, subject + "[" + i + "]", "not a gallery row: " + list.get(i));
            }
            rows[i] = number.intValue();
        }
        return rows;
    }
}
