package io.patchrank.pipeline.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders whose pictures may be shown to whoever asks: those of the configuration, the uploads, and those that were
 * taken in by hand, which {@code shown.json} of the data folder keeps. Thread-safe.
 */
public final class ShownFolders {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 1000;

    private final Path file;
    private final List<String> configured;
    private volatile List<String> takenIn;

    private record Kept(List<String> folders) {}

    private ShownFolders(Path file, List<String> configured, List<String> takenIn) {
        this.file = file;
        this.configured = configured;
        this.takenIn = takenIn;
    }

    /**
     * Reads what was kept. Blocks.
     *
     * @param configured folders of the configuration
     * @throws PatchrankException {@code DATA_CORRUPT} or {@code IO_FAILED}
     */
    public static ShownFolders open(DataFolder data, List<Path> configured) {
        List<String> known = Stream.concat(Stream.of(data.uploads()), configured.stream())
                .map(folder -> folder.toAbsolutePath().normalize().toString())
                .toList();
        Path file = data.root().resolve("shown.json");
        return new ShownFolders(file, known, read(file));
    }

    private static List<String> read(Path file) {
        try {
            return List.copyOf(
                    JSON.readValue(Files.readString(file), Kept.class).folders());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (JsonProcessingException e) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT,
                    file.toString(),
                    "is damaged; delete it, and ingest the folders again whose pictures may be shown: "
                            + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "cannot be read: " + e, e);
        }
    }

    /** Absolute paths. */
    public List<String> folders() {
        return Stream.concat(configured.stream(), takenIn.stream()).toList();
    }

    /**
     * Remembers folders, or single files, durably. Blocks.
     *
     * @throws PatchrankException {@code BAD_REQUEST} when there are too many, {@code DISK_FULL}, {@code IO_FAILED}
     */
    public synchronized void add(List<Path> folders) {
        List<String> kept = new ArrayList<>(takenIn);
        for (Path folder : folders) {
            Path absolute = folder.toAbsolutePath().normalize();
            if (kept.stream().noneMatch(known -> absolute.startsWith(Path.of(known)))) {
                kept.removeIf(known -> Path.of(known).startsWith(absolute));
                kept.add(absolute.toString());
            }
        }
        if (kept.equals(takenIn)) {
            return;
        }
        if (kept.size() > MOST) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    file.toString(),
                    "at most " + MOST + " folders and single files are remembered; ingest a folder above them");
        }
        write(kept);
        takenIn = List.copyOf(kept);
    }

    private void write(List<String> kept) {
        try {
            AtomicFile.write(file, (JSON.writeValueAsString(new Kept(kept)) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of strings is always JSON", e);
        }
    }
}
