package io.patchrank.evaluation.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A ground truth by groups: each group is one place or thing, its images show it. Every image of a group is a query,
 * the others of its group are its positives, everything else in the gallery is negative, and a query is left out of its
 * own list.
 *
 * @param groups name of the group → its images as paths relative to the images folder, with {@code /}; in file order
 */
public record GroupTruth(Map<String, List<String>> groups) {
    private static final JsonMapper JSON = new JsonMapper();

    public GroupTruth {
        if (groups.isEmpty()) {
            throw bad("groups", "there is no group; the form is {\"group\": [\"image\", …], …}");
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        groups.forEach((name, images) -> copy.put(name, checked(name, images)));
        groups = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads the {@code groups.json} form: one object, group → array of image paths.
     *
     * @throws PatchrankException NOT_FOUND without the file, BAD_REQUEST for another form
     */
    public static GroupTruth read(Path file) {
        JsonNode root = parse(file);
        if (!root.isObject()) {
            throw bad(file.toString(), "expected one JSON object {\"group\": [\"image\", …], …}");
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        root.properties().forEach(entry -> groups.put(entry.getKey(), images(file, entry.getKey(), entry.getValue())));
        if (groups.isEmpty()) {
            throw bad(file.toString(), "there is no group in it");
        }
        return new GroupTruth(groups);
    }

    /**
     * Reads the file and checks that every image it names lies in {@code imagesFolder}.
     *
     * @throws PatchrankException also NOT_FOUND, naming the first missing image and the number of missing ones
     */
    public static GroupTruth read(Path file, Path imagesFolder) {
        GroupTruth truth = read(file);
        List<String> missing = truth.images().stream()
                .filter(image -> !Files.isRegularFile(imagesFolder.resolve(image)))
                .toList();
        if (!missing.isEmpty()) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND,
                    imagesFolder.resolve(missing.getFirst()).toString(),
                    missing.size() + " of the images named in " + file
                            + " are missing, this is the first; paths are relative to the images folder");
        }
        return truth;
    }

    /** All images of all groups, each once, in file order. */
    public List<String> images() {
        return groups.values().stream().flatMap(List::stream).distinct().toList();
    }

    /** Number of queries: one for each image of each group. */
    public int queryCount() {
        return groups.values().stream().mapToInt(List::size).sum();
    }

    private static JsonNode parse(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, file.toString(), "there is no such groups file", e);
        } catch (JsonProcessingException e) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, file.toString(), "not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.UNREADABLE_FILE, file.toString(), "the groups file cannot be read", e);
        }
    }

    private static List<String> images(Path file, String group, JsonNode node) {
        List<String> images = new ArrayList<>();
        boolean texts = node.isArray();
        for (JsonNode image : node) {
            texts &= image.isTextual();
            images.add(image.asText());
        }
        if (!texts) {
            throw bad(file.toString(), "group \"" + group + "\" must be an array of image paths");
        }
        return images;
    }

    private static List<String> checked(String group, List<String> images) {
        if (images.size() < 2) {
            throw bad(group, "the group has " + images.size() + " image; a query needs at least one other to find");
        }
        Set<String> seen = new HashSet<>();
        for (String image : images) {
            Path path = Path.of(image);
            if (image.isBlank() || path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
                throw bad(image, "group \"" + group + "\" must name images by plain paths inside the images folder");
            }
            if (!seen.add(image)) {
                throw bad(image, "the image stands twice in group \"" + group + "\"");
            }
        }
        return List.copyOf(images);
    }

    private static PatchrankException bad(String subject, String message) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, subject, message);
    }
}
