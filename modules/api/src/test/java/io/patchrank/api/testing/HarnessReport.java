package io.patchrank.api.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a harness has measured, left in {@code target/harness} for people and for docs/reliability.md. */
public final class HarnessReport {
    private HarnessReport() {}

    public static void write(String harness, Object report) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "harness"));
        Files.writeString(folder.resolve(harness + ".txt"), report + System.lineSeparator());
    }
}
