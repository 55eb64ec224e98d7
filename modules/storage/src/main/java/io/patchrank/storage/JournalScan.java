package io.patchrank.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds the records of a journal after a restart. The rule:
 *
 * <ol>
 *   <li>A record whose checksum is right is a row.
 *   <li>A record that is all there but whose checksum is wrong is a damaged row, and the scan goes on behind it by its
 *       length, if what stands there (the next head, or the end of the file) shows that the length is right.
 *   <li>Otherwise the next intact record is searched for byte by byte; its row number tells how many rows are damaged.
 *   <li>Where no intact record follows, the rest is the torn tail of a write that was never acknowledged, to be cut.
 * </ol>
 *
 * A damaged row is kept in the count, so that the rows behind it keep their keys.
 */
final class JournalScan {
    private static final int WINDOW = 1 << 20;

    private final PositionalReader file;
    private final RowLayout layout;
    private final long size;
    private final ReadBuffers recordBuffers = new ReadBuffers();
    private final List<RecordPlace> places = new ArrayList<>();

    private JournalScan(PositionalReader file, RowLayout layout) throws IOException {
        this.file = file;
        this.layout = layout;
        this.size = file.size();
    }

    /**
     * @param end where the last record ends
     * @param tornBytes behind the end
     */
    record Result(List<RecordPlace> places, long end, long tornBytes) {
        long damaged() {
            return places.stream().filter(RecordPlace::damaged).count();
        }
    }

    static Result run(PositionalReader file, RowLayout layout, long firstRecord) throws IOException {
        return new JournalScan(file, layout).run(firstRecord);
    }

    private Result run(long firstRecord) throws IOException {
        long offset = firstRecord;
        while (offset < size) {
            OptionalLong next = step(offset);
            if (next.isEmpty()) {
                break;
            }
            offset = next.getAsLong();
        }
        return new Result(List.copyOf(places), offset, size - offset);
    }

    /** Takes in what stands at {@code offset}; empty when it is the torn tail. */
    private OptionalLong step(long offset) throws IOException {
        JournalRecord.Head head = headAt(offset);
        long end = offset + JournalRecord.HEAD + head.length();
        if (head.isPlausible(layout) && head.row() == places.size() && end <= size) {
            if (isIntact(offset, head)) {
                places.add(RecordPlace.intact(offset, head.length()));
                return OptionalLong.of(end);
            }
            if (end == size || isNextHead(end)) {
                places.add(RecordPlace.damaged(offset));
                return OptionalLong.of(end);
            }
        }
        return skipTo(offset, search(offset + 1));
    }

    private OptionalLong skipTo(long damageStart, OptionalLong found) throws IOException {
        if (found.isPresent()) {
            int row = headAt(found.getAsLong()).row();
            while (places.size() < row) {
                places.add(RecordPlace.damaged(damageStart));
            }
        }
        return found;
    }

    private boolean isNextHead(long offset) throws IOException {
        JournalRecord.Head head = headAt(offset);
        return head.isPlausible(layout) && head.row() == places.size() + 1;
    }

    /** The first intact record of a later row at {@code from} or behind it. */
    private OptionalLong search(long from) throws IOException {
        ReadBuffers windowBuffers = new ReadBuffers();
        int overlap = Integer.BYTES - 1;
        for (long start = from; start + JournalRecord.HEAD <= size; start += WINDOW - overlap) {
            ByteBuffer window = windowBuffers.bytes((int) Math.min(WINDOW, size - start));
            file.read(window, start);
            for (int i = 0; i + Integer.BYTES <= window.limit(); i++) {
                if (window.getInt(i) == JournalRecord.MAGIC && isLaterRecord(start + i)) {
                    return OptionalLong.of(start + i);
                }
            }
        }
        return OptionalLong.empty();
    }

    private boolean isLaterRecord(long offset) throws IOException {
        JournalRecord.Head head = headAt(offset);
        // A row takes at least its fixed payload, so no more rows than that can lie in the damaged stretch.
        long possible = places.size() + size / JournalRecord.fixedPayload(layout);
        return head.isPlausible(layout)
                && head.row() >= places.size()
                && head.row() <= possible
                && offset + JournalRecord.HEAD + head.length() <= size
                && isIntact(offset, head);
    }

    private JournalRecord.Head headAt(long offset) throws IOException {
        if (size - offset < JournalRecord.HEAD) {
            return new JournalRecord.Head(0, 0, 0, 0);
        }
        ByteBuffer bytes = recordBuffers.bytes(JournalRecord.HEAD);
        file.read(bytes, offset);
        return JournalRecord.Head.read(bytes);
    }

    private boolean isIntact(long offset, JournalRecord.Head head) throws IOException {
        ByteBuffer bytes = recordBuffers.bytes(JournalRecord.HEAD + head.length());
        file.read(bytes, offset);
        return JournalRecord.crc(bytes) == head.crc();
    }
}
