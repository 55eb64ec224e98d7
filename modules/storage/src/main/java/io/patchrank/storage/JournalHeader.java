package io.patchrank.storage;

import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * First bytes of a journal file, little-endian: magic (8), format version, header length, segment (8), bytes of a
 * stored number, topK, D, Dg, fingerprint length, fingerprint, CRC32C of all before it. With binary codes, before the
 * CRC32C: whether they are kept alone (1) or beside (0), codes of an image, bits, projection length, projection.
 */
record JournalHeader(long segment, RowLayout layout, String fingerprint) {
    /** More than the longest header. */
    static final int MAX_BYTES = 2_048;

    private static final long MAGIC = 0x4c4e_524a_4b4e_5250L; // "PRNKJRNL"
    private static final int PREFIX = 16;
    private static final int FINGERPRINT = 40;
    private static final int FIXED = 48;
    /** Of the codes, without the projection. */
    private static final int CODES = 16;

    /** Those that a journal of a storage may have. */
    static List<JournalHeader> possible(long segment, StorageOptions options) {
        return Arrays.stream(StoredType.values())
                .map(type -> options.withStoredType(type).layout())
                .map(layout -> new JournalHeader(segment, layout, options.modelFingerprint()))
                .toList();
    }

    /**
     * Whether a journal was created, and no more: the header is forced before the first row is written, so a file without
     * one holds no acknowledged row.
     */
    static boolean isUnbegun(long segment, Path file, StorageOptions options) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            return false;
        }
        byte[] bytes = Files.readAllBytes(file);
        return possible(segment, options).stream().anyMatch(header -> header.isBegunBy(bytes));
    }

    int length() {
        CodeLayout codes = layout.codes();
        int codesLength = codes.isKept() ? CODES + utf8(codes.projection()).length : 0;
        return FIXED + utf8(fingerprint).length + codesLength;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    ByteBuffer encode() {
        byte[] name = utf8(fingerprint);
        int length = length();
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putInt(layout.formatVersion()).putInt(length).putLong(segment);
        bytes.putInt(layout.type().bytes()).putInt(layout.topK());
        bytes.putInt(layout.localDimension()).putInt(layout.globalDimension());
        bytes.putInt(name.length).put(name);
        if (layout.codes().isKept()) {
            put(layout.codes(), bytes);
        }
        bytes.putInt(crc(bytes, length - Integer.BYTES));
        return bytes.flip();
    }

    private static void put(CodeLayout codes, ByteBuffer bytes) {
        byte[] projection = utf8(codes.projection());
        bytes.putInt(codes.alone() ? 1 : 0).putInt(codes.count()).putInt(codes.bits());
        bytes.putInt(projection.length).put(projection);
    }

    /** Whether a file of these bytes is this header, cut short or not yet on disk (zeros). */
    private boolean isBegunBy(byte[] bytes) {
        byte[] whole = encode().array();
        int written = bytes.length;
        while (written > 0 && bytes[written - 1] == 0) {
            written--;
        }
        return bytes.length <= whole.length
                && !Arrays.equals(bytes, whole)
                && Arrays.equals(bytes, 0, written, whole, 0, written);
    }

    /**
     * @param bytes the file from its start, little-endian, at least {@link #MAX_BYTES} of it where it is that long
     * @throws PatchrankException {@code DATA_FOLDER_NEWER} or {@code DATA_CORRUPT}
     */
    static JournalHeader decode(ByteBuffer bytes, Path file) {
        if (bytes.remaining() < FIXED || bytes.getLong(0) != MAGIC) {
            throw StorageFailures.corrupt(file, "does not begin like a journal; restore the file or remove it");
        }
        int version = bytes.getInt(8);
        if (version > StorageFolder.FORMAT_VERSION) {
            throw StorageFolder.newer(file, version);
        }
        int length = bytes.getInt(12);
        boolean whole = length >= FIXED && length <= bytes.remaining();
        if (!whole || bytes.getInt(length - Integer.BYTES) != crc(bytes, length - Integer.BYTES)) {
            throw StorageFailures.corrupt(file, "its header fails its checksum; restore the file or remove it");
        }
        StoredType type = bytes.getInt(PREFIX + 8) == Short.BYTES ? StoredType.FLOAT16 : StoredType.FLOAT32;
        String fingerprint = text(bytes, FINGERPRINT);
        int behind = FIXED - Integer.BYTES + utf8(fingerprint).length;
        CodeLayout codes = version >= StorageFolder.FORMAT_WITH_CODES ? codes(bytes, behind) : CodeLayout.NONE;
        RowLayout layout = new RowLayout(type, bytes.getInt(28), bytes.getInt(32), bytes.getInt(36), codes);
        return new JournalHeader(bytes.getLong(PREFIX), layout, fingerprint);
    }

    private static CodeLayout codes(ByteBuffer bytes, int at) {
        return new CodeLayout(
                bytes.getInt(at) == 1, bytes.getInt(at + 4), bytes.getInt(at + 8), text(bytes, at + CODES - 4));
    }

    /** A length and as many bytes. */
    private static String text(ByteBuffer bytes, int at) {
        byte[] text = new byte[bytes.getInt(at)];
        bytes.get(at + Integer.BYTES, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static int crc(ByteBuffer bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(length));
        return (int) crc.getValue();
    }
}
