package io.patchrank.storage;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be remembered of segments that are no more: which one was dropped last, since a crash may have left some of
 * its files, and the id of the next new one, since no file may be left to tell. Replaced as a whole, before anything is
 * deleted.
 *
 * @param last -1 when none was dropped
 * @param next no segment with this id or a higher one was ever dropped
 */
record DroppedSegments(long last, long next) {
    static final DroppedSegments NONE = new DroppedSegments(-1, 0);

    private static final Logger LOG = LoggerFactory.getLogger(DroppedSegments.class);
    private static final String LAST = "last";
    private static final String NEXT = "next";

    static DroppedSegments read(StorageFolder folder) throws IOException {
        Path file = folder.droppedFile();
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            return new DroppedSegments(number(properties, LAST), number(properties, NEXT));
        } catch (IllegalArgumentException e) {
            // It is replaced all at once, so somebody else wrote this. The files tell nearly as much.
            LOG.warn("{} cannot be read; it is made anew when it is needed", file, e);
            return NONE;
        }
    }

    private static long number(Properties properties, String key) {
        return Long.parseLong(properties.getProperty(key, ""));
    }

    DroppedSegments with(long segment) {
        return new DroppedSegments(segment, Math.max(next, segment + 1));
    }

    void write(StorageFolder folder) throws IOException {
        String text = LAST + "=" + last + "\n" + NEXT + "=" + next + "\n";
        folder.write(folder.droppedFile(), text.getBytes(StandardCharsets.UTF_8));
    }
}
