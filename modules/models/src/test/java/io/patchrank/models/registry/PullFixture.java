package io.patchrank.models.registry;

import io.patchrank.models.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A models folder whose registry holds one model, and what its pulls say. */
final class PullFixture implements PullListener {
    static final String NAME = "tiny";
    static final String FILE = "tiny.pth";
    private static final DownloadOptions IMPATIENT = new DownloadOptions(
            Duration.ofSeconds(20), Duration.ofSeconds(20), 3, Duration.ofMillis(1), Duration.ofMillis(2));

    final Path folder;
    final List<String> notes = new ArrayList<>();
    private DownloadOptions options = IMPATIENT;

    PullFixture(Path folder) {
        this.folder = folder;
    }

    PullFixture stallingAfter(Duration stall) {
        options = new DownloadOptions(
                options.connect(), stall, options.attempts(), options.firstPause(), options.longestPause());
        return this;
    }

    static byte[] content(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] content) {
        try {
            Path file = Files.createTempFile("digest", "");
            Files.write(file, content);
            String hex = Digests.of(file);
            Files.delete(file);
            return hex;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Size and digest known beforehand. */
    ModelStore published(byte[] content, URI... sources) {
        return store("MIT", OptionalLong.of(content.length), Optional.of(sha256(content)), sources);
    }

    /** Nothing known beforehand: trust on first use. */
    ModelStore unpublished(URI... sources) {
        return store("MIT", OptionalLong.empty(), Optional.empty(), sources);
    }

    ModelStore store(String licence, OptionalLong size, Optional<String> sha256, URI... sources) {
        String json = """
                {"models": [{"name": "%s", "kind": "detector", "licence": "%s", "page": "https://example.org/terms",
                  "file": "%s", "sources": ["%s"]%s%s}]}""".formatted(
                NAME,
                licence,
                FILE,
                String.join(
                        "\", \"", List.of(sources).stream().map(URI::toString).toList()),
                size.isPresent() ? ", \"size\": " + size.getAsLong() : "",
                sha256.map(hex -> ", \"sha256\": \"" + hex + "\"").orElse(""));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("registry.json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelStore(folder, ModelRegistry.of(folder), options);
    }

    PulledModel pull(ModelStore store) {
        return store.pull(NAME, new PullRequest(Optional.empty(), false), this);
    }

    Path file() {
        return folder.resolve(FILE);
    }

    Path part() {
        return folder.resolve(FILE + ".part");
    }

    Path record() {
        return folder.resolve(FILE + ".json");
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }
}
