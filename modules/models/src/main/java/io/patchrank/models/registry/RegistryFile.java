package io.patchrank.models.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads entries from JSON: {@code {"models": [{"name": …, "kind": …, "licence": …, "sources": […]}]}}. */
final class RegistryFile {
    private static final String SHIPPED = "registry.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RegistryFile() {}

    /** The entries inside patchrank. */
    static List<RegistryEntry> shipped() {
        try (InputStream in = RegistryFile.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("the registry is missing from the class path");
            }
            return entries("the shipped registry", in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the registry cannot be read from the class path", e);
        }
    }

    /** @throws PatchrankException {@code CONFIG_INVALID} naming file, entry and field */
    static List<RegistryEntry> read(Path file) {
        try {
            return entries(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, file.toString(), "cannot be read: " + e, e);
        }
    }

    private static List<RegistryEntry> entries(String subject, byte[] json) throws IOException {
        List<RegistryEntry> entries = new ArrayList<>();
        String place = "";
        try {
            JsonObjectReader root = new JsonObjectReader(JSON.readTree(json));
            for (JsonNode item : root.items("models")) {
                place = "entry " + (entries.size() + 1) + ": ";
                entries.add(entry(new JsonObjectReader(item)));
            }
            place = "";
            root.refuseOthers();
            return entries;
        } catch (JsonProcessingException e) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, subject, "is no JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, subject, place + e.getMessage(), e);
        }
    }

    private static RegistryEntry entry(JsonObjectReader json) {
        String name = json.text("name");
        List<URI> sources = json.texts("sources").stream().map(URI::create).toList();
        RegistryEntry entry = new RegistryEntry(
                name,
                kind(json.text("kind")),
                json.optionalText("title").orElse(name),
                new Licence(
                        json.text("licence"),
                        json.optionalText("page")
                                .orElse(
                                        sources.isEmpty()
                                                ? ""
                                                : sources.getFirst().toString())),
                sources,
                json.optionalText("file").orElseGet(() -> lastPart(sources)),
                json.optionalLong("size"),
                json.optionalText("sha256").map(hex -> hex.toLowerCase(Locale.ROOT)),
                defaults(new JsonObjectReader(json.take("defaults").orElseGet(JsonNodeFactory.instance::objectNode))));
        json.refuseOthers();
        return entry;
    }

    private static ModelDefaults defaults(JsonObjectReader json) {
        ModelDefaults defaults = new ModelDefaults(
                json.optionalInt("dimension"),
                json.optionalInt("layer"),
                json.optionalInt("heads"),
                json.optionalText("positions"),
                json.optionalText("descriptor"),
                json.optionalText("preset"));
        json.refuseOthers();
        return defaults;
    }

    private static ModelKind kind(String key) {
        for (ModelKind kind : ModelKind.values()) {
            if (kind.key().equals(key)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind must be backbone, reranker or detector, not " + key);
    }

    private static String lastPart(List<URI> sources) {
        String path = sources.isEmpty() ? "" : String.valueOf(sources.getFirst().getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
