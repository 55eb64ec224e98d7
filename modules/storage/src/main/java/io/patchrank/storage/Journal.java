package io.patchrank.storage;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment that is still a journal file. Rows are read by any thread, with their checksum; they are appended by one
 * thread at a time (the storage's journal thread).
 *
 * <p>Once {@link #isOpen()} is false the journal takes no more rows: it is full, or its tail was cut at a restart (the
 * row numbers that were cut are never given again), or a failed write may have left bytes behind the last row.
 */
final class Journal implements Segment {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final JournalHeader header;
    private final Path file;
    private final FileChannel writer;
    private final PositionalReader reader;
    private final List<RecordPlace> places = new ArrayList<>();
    private long end;
    private boolean open = true;

    private Journal(JournalHeader header, Path file, FileChannel writer, PositionalReader reader, long end) {
        this.header = header;
        this.file = file;
        this.writer = writer;
        this.reader = reader;
        this.end = end;
    }

    /** A new file with its header on disk; the folder's entry is the caller's to force. */
    static Journal create(ChannelOpener opener, Path file, JournalHeader header) throws IOException {
        FileChannel writer = opener.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        try {
            writeFully(writer, header.encode(), 0);
            writer.force(true);
            return new Journal(header, file, writer, new PositionalReader(opener, file), header.length());
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    /**
     * Opens what an earlier run left, by the rule of {@link JournalScan}.
     *
     * @throws PatchrankException {@code DATA_CORRUPT} or {@code DATA_FOLDER_NEWER} (the header cannot be read),
     *     {@code MODEL_MISMATCH}
     */
    static Journal reopen(ChannelOpener opener, Path file, StorageOptions options) throws IOException {
        return reopen(opener, file, options, true);
    }

    /** As {@link #reopen(ChannelOpener, Path, StorageOptions)}, but changes nothing and takes no rows. */
    static Journal openToRead(ChannelOpener opener, Path file, StorageOptions options) throws IOException {
        return reopen(opener, file, options, false);
    }

    private static Journal reopen(ChannelOpener opener, Path file, StorageOptions options, boolean toWrite)
            throws IOException {
        PositionalReader reader = new PositionalReader(opener, file);
        try {
            JournalHeader header = readHeader(reader, file);
            FormatFile.requireFits(file, header.layout(), header.fingerprint(), options);
            JournalScan.Result scan = JournalScan.run(reader, header.layout(), header.length());
            StandardOpenOption access = toWrite ? StandardOpenOption.WRITE : StandardOpenOption.READ;
            FileChannel writer = opener.open(file, Set.of(access));
            try {
                Journal journal = new Journal(header, file, writer, reader, scan.end());
                if (toWrite) {
                    journal.takeIn(scan);
                } else {
                    journal.show(scan);
                }
                return journal;
            } catch (IOException e) {
                writer.close();
                throw e;
            }
        } catch (IOException | PatchrankException e) {
            reader.close();
            throw e;
        }
    }

    static JournalHeader readHeader(PositionalReader reader, Path file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(JournalHeader.MAX_BYTES, reader.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        reader.read(start, 0);
        return JournalHeader.decode(start, file);
    }

    private synchronized void show(JournalScan.Result scan) {
        places.addAll(scan.places());
        open = false;
    }

    private synchronized void takeIn(JournalScan.Result scan) throws IOException {
        places.addAll(scan.places());
        if (scan.tornBytes() > 0) {
            LOG.warn(
                    "{}: cutting off {} bytes behind row {}, an append that did not finish (or damage, which patchrank doctor tells); the"
                            + " file ends at byte {}",
                    file,
                    scan.tornBytes(),
                    places.size() - 1,
                    scan.end());
            writer.truncate(scan.end());
            writer.force(true);
        }
        if (scan.damaged() > 0) {
            LOG.error("{}: {} of {} rows are damaged; ingest those images again", file, scan.damaged(), places.size());
        }
        open = scan.tornBytes() == 0 && scan.damaged() == 0;
    }

    JournalHeader header() {
        return header;
    }

    @Override
    public long id() {
        return header.segment();
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public synchronized int rows() {
        return places.size();
    }

    @Override
    public synchronized long bytes() {
        return end;
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized void retire() {
        open = false;
    }

    synchronized boolean isDamaged() {
        return places.stream().anyMatch(RecordPlace::damaged);
    }

    /**
     * Appends the records and forces them to disk; only then are they readable. On failure the file is cut back to its
     * last row.
     *
     * @return the row number of the first
     */
    int append(List<JournalRecord> records) throws IOException {
        int firstRow = rows();
        long at = bytes();
        List<RecordPlace> added = new ArrayList<>(records.size());
        boolean written = false;
        boolean forced = false;
        try {
            requireThere();
            for (JournalRecord record : records) {
                writeFully(writer, record.bytes(firstRow + added.size()), at);
                RecordPlace place = RecordPlace.intact(at, record.payloadLength());
                added.add(place);
                at = place.end();
            }
            written = true;
            writer.force(false);
            forced = true;
        } finally {
            if (!forced) {
                cutBack(written);
            }
        }
        synchronized (this) {
            places.addAll(added);
            end = at;
        }
        return firstRow;
    }

    /**
     * A file that was deleted, or whose disk was unmounted, still takes all that is written to it, and nobody would ever
     * read it again. What it holds can be read as long as it is open, and is sealed when the folder is back.
     */
    private void requireThere() throws NoSuchFileException {
        if (Files.notExists(file)) {
            retire();
            throw new NoSuchFileException(file.toString());
        }
    }

    /**
     * After a failed force the kernel may have dropped pages that it calls clean, so what is behind the last row cannot
     * be trusted any more, cut or not: the journal then takes no more rows.
     */
    private void cutBack(boolean forceFailed) {
        boolean cut = false;
        try {
            writer.truncate(bytes());
            cut = true;
        } catch (IOException e) {
            LOG.warn("{}: cannot cut off a failed write; the file takes no more rows", file, e);
        }
        if (forceFailed || !cut) {
            retire();
        }
    }

    @Override
    public LocalDescriptors locals(int row, int count, ReadBuffers buffers) {
        RowLayout layout = header.layout();
        ByteBuffer record = readIntact(row, buffers);
        record.position(JournalRecord.HEAD + JournalRecord.localsOffset(layout));
        return layout.getLocals(record, count, buffers);
    }

    @Override
    public LocalDescriptors codes(int row, int count, ReadBuffers buffers) {
        RowLayout layout = header.layout();
        ByteBuffer record = readIntact(row, buffers);
        record.position(JournalRecord.HEAD + JournalRecord.codesOffset(layout));
        return layout.codes().unpack(Short.toUnsignedInt(record.getShort()), record, count);
    }

    @Override
    public float[] global(int row, ReadBuffers buffers) {
        ByteBuffer record = readIntact(row, buffers);
        record.position(JournalRecord.HEAD + JournalRecord.GLOBAL_OFFSET);
        return header.layout().getGlobal(record);
    }

    @Override
    public String name(int row, ReadBuffers buffers) {
        ByteBuffer record = readIntact(row, buffers);
        byte[] name = new byte[nameLength(row)];
        record.get(JournalRecord.HEAD + JournalRecord.fixedPayload(header.layout()), name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Head and payload of a row whose checksum is right, from position 0. */
    ByteBuffer readIntact(int row, ReadBuffers buffers) {
        RecordPlace place = place(row);
        if (place.damaged()) {
            throw damaged(row, place, Optional.empty());
        }
        ByteBuffer record = buffers.bytes(JournalRecord.HEAD + place.payload());
        try {
            reader.read(record, place.offset());
        } catch (EOFException e) {
            throw damaged(row, place, Optional.of(e));
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
        JournalRecord.Head head = JournalRecord.Head.read(record);
        if (head.length() != place.payload() || JournalRecord.crc(record) != head.crc()) {
            throw damaged(row, place, Optional.empty());
        }
        return record;
    }

    private PatchrankException damaged(int row, RecordPlace place, Optional<Exception> cause) {
        String problem = "row " + row + " at byte " + place.offset() + " fails its checksum; ingest the image again";
        return cause.map(e -> StorageFailures.corrupt(file, problem, e))
                .orElseGet(() -> StorageFailures.corrupt(file, problem));
    }

    private synchronized RecordPlace place(int row) {
        return places.get(row);
    }

    /** Bytes of a row's name in UTF-8. */
    int nameLength(int row) {
        return place(row).payload() - JournalRecord.fixedPayload(header.layout());
    }

    @Override
    public void close() {
        try (reader;
                writer) {
            LOG.debug("closing {}", file);
        } catch (IOException e) {
            LOG.warn("cannot close {}", file, e);
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
