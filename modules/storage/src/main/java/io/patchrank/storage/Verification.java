package io.patchrank.storage;

import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads every byte of a storage and compares checksums. Appends, reads and sealing go on meanwhile. */
final class Verification {
    private final SegmentTable segments;
    private final ChannelOpener opener;
    private final ReadBuffers buffers = new ReadBuffers();
    private final List<VerifyReport.Finding> findings = new ArrayList<>();
    private long bytes;

    Verification(SegmentTable segments, ChannelOpener opener) {
        this.segments = segments;
        this.opener = opener;
    }

    VerifyReport run() {
        List<Segment> all = segments.reading(segments::all);
        for (Segment segment : all) {
            bytes += segment.bytes();
            switch (segment) {
                case DamagedSegment damaged ->
                    findings.add(new VerifyReport.Finding(
                            damaged.file(), damaged.reason().reason()));
                case Shard shard -> verify(shard);
                case Journal journal -> verify(journal);
            }
        }
        return new VerifyReport(all.size(), bytes, findings);
    }

    /** A shard never changes, so it is read through a channel of its own and holds up no one. */
    private void verify(Shard shard) {
        try {
            if (!Shard.isIntact(opener, shard.file()) && isThere(shard)) {
                findings.add(new VerifyReport.Finding(
                        shard.file(), "fails its checksum; restore it, or ingest its images again"));
            }
        } catch (IOException e) {
            if (isThere(shard)) {
                findings.add(new VerifyReport.Finding(
                        shard.file(), StorageFailures.of(e, shard.file()).reason()));
            }
        }
    }

    /** Not, when it was dropped in the meantime. */
    private boolean isThere(Shard shard) {
        return segments.reading(
                () -> segments.find(shard.id()).filter(s -> s == shard).isPresent());
    }

    private void verify(Journal journal) {
        int rows = journal.rows();
        for (int row = 0; row < rows; row++) {
            int current = row;
            Optional<String> problem = segments.reading(() -> problem(journal, current));
            problem.ifPresent(text -> findings.add(new VerifyReport.Finding(journal.file(), text)));
        }
    }

    private Optional<String> problem(Journal journal, int row) {
        // Sealed in the meantime: sealing has compared every record's checksum.
        if (segments.find(journal.id()).filter(s -> s == journal).isEmpty()) {
            return Optional.empty();
        }
        try {
            journal.readIntact(row, buffers);
            return Optional.empty();
        } catch (PatchrankException e) {
            return Optional.of(e.reason());
        }
    }
}
