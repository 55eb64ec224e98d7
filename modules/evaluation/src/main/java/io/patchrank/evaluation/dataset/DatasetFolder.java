package io.patchrank.evaluation.dataset;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a dataset:
 *
 * <pre>
 * gnd_NAME.pkl | .json            ground truth (also gnd.pkl, gnd.json; groups.json for groups)
 * nn_DESC.pkl | .json             global ranking, [2, queries, images]
 * DESC_query_local.hdf5           local descriptors
 * DESC_gallery_local.hdf5
 * DESC_query_global.pt            global descriptors, raw float32, where there is no nn file
 * DESC_gallery_global.pt
 * scores1_medium.pkl | .json      raw scores that AMES left behind, also scores1_hard
 * test_query.txt, test_gallery.txt  image paths, a line each
 * </pre>
 *
 * @param folder of all of them
 * @param kind the dataset in it
 * @param descriptor what the files begin with: {@code dinov2}, {@code cvnet}
 */
public record DatasetFolder(Path folder, DatasetKind kind, String descriptor) {
    private static final List<String> STRUCTURED = List.of(".pkl", ".json");

    /** @throws PatchrankException NOT_FOUND naming the first file that was looked for */
    public Path truth() {
        return kind == DatasetKind.GROUPS
                ? required(folder.resolve("groups.json"), Optional.of(folder.resolve("groups.json")))
                : required(
                        folder.resolve("gnd_" + kind.truthName() + ".pkl"),
                        structured("gnd_" + kind.truthName()).or(() -> structured("gnd")));
    }

    /**
     * The global ranking. Without one named after the descriptor, the only {@code nn_*} file there is.
     *
     * @throws PatchrankException BAD_REQUEST when several could be meant
     */
    public Optional<Path> neighbours() {
        Optional<Path> named = structured("nn_" + descriptor).or(() -> structured("nn"));
        if (named.isPresent()) {
            return named;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(DatasetFolder::isNeighbourFile).sorted().toList();
            if (found.size() > 1) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        folder.toString(),
                        "which global ranking is meant? Name one of "
                                + found.stream().map(Path::getFileName).toList() + " with --nn");
            }
            return found.stream().findFirst();
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, folder.toString(), "there is no such folder", e);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED, folder.toString(), "the folder cannot be listed: " + e, e);
        }
    }

    public Path queryLocals() {
        return folder.resolve(descriptor + "_query_local.hdf5");
    }

    public Path galleryLocals() {
        return folder.resolve(descriptor + "_gallery_local.hdf5");
    }

    Path queryGlobals() {
        return folder.resolve(descriptor + "_query_global.pt");
    }

    Path galleryGlobals() {
        return folder.resolve(descriptor + "_gallery_global.pt");
    }

    /** Raw scores of the shortlists of one setting, as AMES' evaluation writes them. */
    Optional<Path> scores(String setting) {
        return structured("scores1_" + setting);
    }

    /** Image paths by row; empty without the file. */
    Optional<List<String>> queryNames() {
        return names("test_query.txt");
    }

    Optional<List<String>> galleryNames() {
        return names("test_gallery.txt");
    }

    /** The path is what stands before the first comma of a line. */
    private Optional<List<String>> names(String file) {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(path)) {
            return Optional.of(lines.map(line -> line.split(",", 2)[0].strip()).toList());
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new PatchrankException(ErrorCode.UNREADABLE_FILE, path.toString(), "cannot be read as text: " + e, e);
        }
    }

    private Optional<Path> structured(String name) {
        return STRUCTURED.stream()
                .map(extension -> folder.resolve(name + extension))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static boolean isNeighbourFile(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("nn_") && STRUCTURED.stream().anyMatch(name::endsWith);
    }

    private static Path required(Path first, Optional<Path> found) {
        return found.filter(Files::isRegularFile)
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.NOT_FOUND,
                        first.toString(),
                        "the ground truth is missing; docs/evaluation.md has the files of a dataset"));
    }
}
