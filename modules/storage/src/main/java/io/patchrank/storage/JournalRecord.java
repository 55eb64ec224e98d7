package io.patchrank.storage;

import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.PatchGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One image in the journal, little-endian. Head: magic, payload length, row number, CRC32C over payload, length and
 * row. Payload: grid height, grid width, global float32 [Dg], locals as in {@link RowLayout}, codes as in
 * {@link CodeLayout}, name (UTF-8, to the end). Where codes are kept alone, global, locals and name are left out.
 *
 * <p>The row number ties a record to its place: after a damaged stretch the next readable record still says which row
 * it is.
 */
final class JournalRecord {
    static final int MAGIC = 0x5243_5250; // "PRCR"
    static final int HEAD = 16;
    static final int MAX_NAME_BYTES = 4_096;
    static final int GLOBAL_OFFSET = 2 * Integer.BYTES;

    private static final int LENGTH_AT = 4;
    private static final int ROW_AT = 8;
    private static final int CRC_AT = 12;

    private final ByteBuffer bytes;

    private JournalRecord(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** @param codes there where the layout keeps some */
    static JournalRecord encode(RowLayout layout, String name, ImageFeatures features, Optional<BinaryCodes> codes) {
        byte[] utf8 = nameBytes(layout.keepsDescriptors() ? name : "");
        int payload = fixedPayload(layout) + utf8.length;
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + payload).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(payload).position(HEAD);
        PatchGrid grid = features.grid();
        bytes.putInt(grid.height()).putInt(grid.width());
        if (layout.keepsDescriptors()) {
            for (float value : features.global()) {
                bytes.putFloat(value);
            }
            layout.putLocals(features.locals(), bytes);
        }
        codes.ifPresent(kept -> layout.codes().put(kept, bytes));
        bytes.put(utf8);
        return new JournalRecord(bytes.flip());
    }

    /** Of a record that was read, from position 0; its row is given anew. */
    static JournalRecord copyOf(ByteBuffer record) {
        int length = HEAD + record.getInt(LENGTH_AT);
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return new JournalRecord(bytes.put(record.slice(0, length)).flip());
    }

    /** Size of the payload without the name. */
    static int fixedPayload(RowLayout layout) {
        return codesOffset(layout) + layout.codes().rowBytes();
    }

    static int codesOffset(RowLayout layout) {
        return localsOffset(layout) + layout.localBytes();
    }

    static int localsOffset(RowLayout layout) {
        return GLOBAL_OFFSET + layout.globalBytes();
    }

    /** Head and payload for this row, from position 0. */
    ByteBuffer bytes(int row) {
        bytes.putInt(ROW_AT, row);
        bytes.putInt(CRC_AT, crc(bytes));
        return bytes.rewind();
    }

    int payloadLength() {
        return bytes.getInt(LENGTH_AT);
    }

    /** Head of a record as it stands in a file, believed or not. */
    record Head(int magic, int length, int row, int crc) {
        static Head read(ByteBuffer bytes) {
            return new Head(bytes.getInt(0), bytes.getInt(LENGTH_AT), bytes.getInt(ROW_AT), bytes.getInt(CRC_AT));
        }

        boolean isPlausible(RowLayout layout) {
            int name = length - fixedPayload(layout);
            return magic == MAGIC && row >= 0 && name >= 0 && name <= MAX_NAME_BYTES;
        }
    }

    /** Checksum of the record that begins at position 0; its payload length is trusted. */
    static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(HEAD + bytes.getInt(LENGTH_AT)).position(HEAD));
        crc.update(bytes.duplicate().limit(CRC_AT).position(LENGTH_AT));
        return (int) crc.getValue();
    }

    /** Names are for people, not keys: a very long one is cut, at the border of a character. */
    private static byte[] nameBytes(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MAX_NAME_BYTES) {
            return utf8;
        }
        int end = MAX_NAME_BYTES;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }
}
