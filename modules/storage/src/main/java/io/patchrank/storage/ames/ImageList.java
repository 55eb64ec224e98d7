package io.patchrank.storage.ames;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.storage.StorageFailures;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which image is described by which row: line i names the image of row i, as a path below the folder of the images.
 * Fields behind commas are those of AMES' training lists ({@code extract/image_dataset.py}): category, then two numbers.
 */
public record ImageList(List<Entry> entries) {
    public ImageList {
        entries = List.copyOf(entries);
    }

    /**
     * One image.
     *
     * @param name path below the folder of the images
     * @param fields whatever stands behind the name, without the commas
     */
    public record Entry(String name, List<String> fields) {
        public Entry {
            fields = List.copyOf(fields);
        }

        /** The category of training lists. */
        public Optional<String> label() {
            return fields.stream().findFirst();
        }
    }

    /** @throws PatchrankException {@code NOT_FOUND}, {@code BAD_REQUEST} naming the line, {@code IO_FAILED} */
    public static ImageList read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, file.toString(), "there is no such file");
        }
        List<Entry> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                entries.add(entry(file, entries.size() + 1, line));
            }
        } catch (CharacterCodingException e) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, file.toString(), "is no text in UTF-8; is it an image list?", e);
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
        return new ImageList(entries);
    }

    private static Entry entry(Path file, int number, String line) {
        List<String> parts = Arrays.asList(line.split(",", -1));
        String name = parts.getFirst();
        if (name.isBlank()) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    file.toString(),
                    "line " + number + " names no image; every line stands for one row of descriptors");
        }
        return new Entry(name, parts.subList(1, parts.size()));
    }

    public int size() {
        return entries.size();
    }
}
