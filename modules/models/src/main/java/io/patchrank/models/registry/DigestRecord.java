package io.patchrank.models.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What is known of a file since it was first fetched. It outlives the file: what is fetched later must be the same.
 *
 * @param source address or path that it came from
 * @param sha256 lower-case hex
 * @param trust whether the digest was published with the registry, or is that of the first download
 * @param licence under whose terms it was taken
 * @param at when
 */
record DigestRecord(String name, String source, long size, String sha256, Trust trust, String licence, Instant at) {
    enum Trust {
        PUBLISHED("published"),
        FIRST_USE("first use");

        private final String text;

        Trust(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Trust of(String text) {
            return text.equals(PUBLISHED.text) ? PUBLISHED : FIRST_USE;
        }
    }

    static Optional<DigestRecord> read(Path file) {
        return SmallJson.read(
                file,
                json -> new DigestRecord(
                        json.text("name"),
                        json.text("source"),
                        json.optionalLong("size").orElseThrow(() -> new IllegalArgumentException("size is missing")),
                        json.text("sha256"),
                        Trust.of(json.text("trust")),
                        json.text("licence"),
                        at(json.text("at"))));
    }

    private static Instant at(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("at is no time: " + text, e);
        }
    }

    void write(Path file) {
        ObjectNode json = SmallJson.object();
        json.put("name", name)
                .put("source", source)
                .put("size", size)
                .put("sha256", sha256)
                .put("trust", trust.text())
                .put("licence", licence)
                .put("at", at.toString());
        SmallJson.write(file, json);
    }
}
