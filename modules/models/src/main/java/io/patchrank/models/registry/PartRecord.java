package io.patchrank.models.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a {@code .part} file is the beginning of.
 *
 * @param source address that it comes from
 * @param etag strong validator of the server, where it sent one
 * @param lastModified the weaker one, where it sent that
 * @param total length of the whole, where the server said it
 */
record PartRecord(String source, Optional<String> etag, Optional<String> lastModified, OptionalLong total) {
    /** For {@code If-Range}: the server then sends the rest of the same file, or the whole of a changed one. */
    Optional<String> validator() {
        return etag.or(() -> lastModified);
    }

    static Optional<PartRecord> read(Path file) {
        return SmallJson.read(
                file,
                json -> new PartRecord(
                        json.text("source"),
                        json.optionalText("etag"),
                        json.optionalText("lastModified"),
                        json.optionalLong("total")));
    }

    void write(Path file) {
        ObjectNode json = SmallJson.object();
        json.put("source", source);
        etag.ifPresent(value -> json.put("etag", value));
        lastModified.ifPresent(value -> json.put("lastModified", value));
        total.ifPresent(value -> json.put("total", value));
        SmallJson.write(file, json);
    }
}
