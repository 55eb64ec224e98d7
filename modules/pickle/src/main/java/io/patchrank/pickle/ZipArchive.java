package io.patchrank.pickle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The table of contents of a zip file, with the places of its entries in it, which the JDK's readers keep to
 * themselves: torch stores its entries uncompressed so that they can be mapped. Compressed ones are refused, so an
 * archive never unfolds to more than its size. Format: APPNOTE.TXT of PKWARE, with zip64.
 */
final class ZipArchive {
    private static final int END_SIGNATURE = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int END64_LOCATOR_SIGNATURE = 0x07064B50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int END64_SIGNATURE = 0x06064B50;
    private static final int END64_BYTES = 56;
    private static final int ENTRY_SIGNATURE = 0x02014B50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034B50;
    private static final int LOCAL_BYTES = 30;
    private static final int ZIP64_FIELD = 1;
    private static final long IN_ZIP64 = 0xFFFFFFFFL;
    /** The largest checkpoints have some ten thousand entries of a hundred bytes. */
    private static final long LONGEST_TABLE = 1 << 26;

    /** Where an entry's local header is, and the length of its data. */
    private record Entry(long header, long length, boolean readable) {}

    private final Origin origin;
    private final ByteSource source;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ZipArchive(Origin origin, ByteSource source) {
        this.origin = origin;
        this.source = source;
    }

    static boolean recognises(ByteSource source) throws IOException {
        if (source.length() < LOCAL_BYTES) {
            return false;
        }
        ByteBuffer start = little(Integer.BYTES);
        source.read(0, start);
        return start.getInt(0) == LOCAL_SIGNATURE;
    }

    static ZipArchive open(Origin origin, ByteSource source) throws IOException {
        ZipArchive archive = new ZipArchive(origin, source);
        archive.readTable();
        return archive;
    }

    Set<String> names() {
        return entries.keySet();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** Length of an entry's data. */
    long length(String name) {
        return entry(name).length();
    }

    /** An entry's data, mapped. At most 2 GiB. */
    ByteBuffer map(String name) throws IOException {
        Entry entry = entry(name);
        ByteBuffer local = bytes(entry.header(), LOCAL_BYTES);
        if (local.getInt(0) != LOCAL_SIGNATURE) {
            throw origin.invalid("entry " + name + " is not where the archive says");
        }
        long start = entry.header() + LOCAL_BYTES + unsigned(local, 26) + unsigned(local, 28);
        if (entry.length() > Integer.MAX_VALUE || start > source.length() - entry.length()) {
            throw origin.invalid("entry " + name + " is larger than 2 GiB or ends after the file");
        }
        return source.slice(start, (int) entry.length());
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw origin.invalid("the archive lacks the entry " + name);
        }
        if (!entry.readable()) {
            throw origin.invalid("entry " + name + " is compressed or encrypted, which torch never does; refused");
        }
        return entry;
    }

    private void readTable() throws IOException {
        long end = findEnd();
        ByteBuffer record = bytes(end, END_BYTES);
        long length = record.getInt(12) & IN_ZIP64;
        long start = record.getInt(16) & IN_ZIP64;
        if (end >= END64_LOCATOR_BYTES) {
            ByteBuffer locator = bytes(end - END64_LOCATOR_BYTES, END64_LOCATOR_BYTES);
            if (locator.getInt(0) == END64_LOCATOR_SIGNATURE) {
                ByteBuffer record64 = bytes(locator.getLong(8), END64_BYTES);
                if (record64.getInt(0) != END64_SIGNATURE) {
                    throw damaged();
                }
                length = record64.getLong(40);
                start = record64.getLong(48);
            }
        }
        if (length < 0 || length > LONGEST_TABLE) {
            throw damaged();
        }
        ByteBuffer table = bytes(start, (int) length);
        while (table.hasRemaining()) {
            readEntry(table);
        }
    }

    /** The end record is the last thing in the file but for a comment of its own. */
    private long findEnd() throws IOException {
        int length = (int) Math.min(source.length(), END_BYTES + LONGEST_COMMENT);
        long start = source.length() - length;
        ByteBuffer tail = bytes(start, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE && at + END_BYTES + unsigned(tail, at + 20) == length) {
                return start + at;
            }
        }
        throw origin.invalid("is a zip archive without its end; is the file complete?");
    }

    private void readEntry(ByteBuffer table) {
        int at = table.position();
        if (table.remaining() < ENTRY_BYTES || table.getInt(at) != ENTRY_SIGNATURE) {
            throw damaged();
        }
        int nameLength = unsigned(table, at + 28);
        int extraLength = unsigned(table, at + 30);
        int size = ENTRY_BYTES + nameLength + extraLength + unsigned(table, at + 32);
        if (table.remaining() < size) {
            throw damaged();
        }
        byte[] name = new byte[nameLength];
        table.get(at + ENTRY_BYTES, name);
        ByteBuffer extra =
                table.slice(at + ENTRY_BYTES + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
        long packed = table.getInt(at + 20) & IN_ZIP64;
        long length = table.getInt(at + 24) & IN_ZIP64;
        long header = table.getInt(at + 42) & IN_ZIP64;
        ByteBuffer wide = zip64(extra);
        // In this order, and only those that do not fit.
        length = length == IN_ZIP64 ? next(wide) : length;
        packed = packed == IN_ZIP64 ? next(wide) : packed;
        header = header == IN_ZIP64 ? next(wide) : header;
        boolean encrypted = (table.getShort(at + 8) & 1) != 0;
        boolean stored = table.getShort(at + 10) == 0 && packed == length;
        if (length < 0 || header < 0) {
            throw damaged();
        }
        String text = new String(name, StandardCharsets.UTF_8);
        if (entries.put(text, new Entry(header, length, stored && !encrypted)) != null) {
            throw origin.invalid("the archive has two entries " + text);
        }
        table.position(at + size);
    }

    private ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int kind = Short.toUnsignedInt(extra.getShort());
            int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            if (kind == ZIP64_FIELD) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return little(0);
    }

    private long next(ByteBuffer wide) {
        if (wide.remaining() < Long.BYTES) {
            throw damaged();
        }
        return wide.getLong();
    }

    private ByteBuffer bytes(long start, int length) throws IOException {
        if (start < 0 || start > source.length() - length) {
            throw damaged();
        }
        ByteBuffer bytes = little(length);
        source.read(start, bytes);
        return bytes.flip();
    }

    private RuntimeException damaged() {
        return origin.invalid("the zip archive's table of contents is damaged; is the file complete?");
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
