package io.patchrank.storage.exchange;

import io.patchrank.api.file.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;

/** Writes image lists and pairs: one line for each, UTF-8. */
public final class TextLines {
    private TextLines() {}

    public static void write(Path file, Iterator<String> lines) {
        WholeFile.write(file, channel -> {
            while (lines.hasNext()) {
                byte[] line = (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
                AtomicFile.writeFully(channel, ByteBuffer.wrap(line));
            }
        });
    }
}
