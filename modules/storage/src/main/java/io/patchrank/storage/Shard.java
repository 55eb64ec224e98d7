package io.patchrank.storage;

import io.patchrank.api.feature.LocalDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A sealed segment. */
final class Shard implements Segment {
    private final FeatureShard shard;

    private Shard(FeatureShard shard) {
        this.shard = shard;
    }

    /**
     * Opens the shard after comparing its length with the superblock and with the checksum file; reads no rows.
     *
     * @throws io.patchrank.api.error.PatchrankException {@code DATA_CORRUPT}, {@code DATA_FOLDER_NEWER},
     *     {@code MODEL_MISMATCH}
     */
    static Shard open(StorageFolder folder, long segment, StorageOptions options) throws IOException {
        Path file = folder.shard(segment);
        if (Files.notExists(file)) {
            throw StorageFailures.corrupt(file, "is missing, its checksum file is there; restore the file");
        }
        FeatureShard shard = FeatureShard.open(file, folder.opener());
        boolean fits = false;
        try {
            requireComplete(shard);
            if (shard.segment() != segment) {
                throw StorageFailures.corrupt(
                        file, "is segment " + shard.segment() + " under another name; rename it back");
            }
            FormatFile.requireFits(file, shard.layout(), shard.modelFingerprint(), options);
            fits = true;
            return new Shard(shard);
        } finally {
            if (!fits) {
                shard.close();
            }
        }
    }

    private static void requireComplete(FeatureShard shard) throws IOException {
        Path checksumFile = StorageFolder.checksumOf(shard.file());
        Optional<ShardChecksum> checksum = ShardChecksum.read(checksumFile);
        if (checksum.isEmpty()) {
            throw StorageFailures.corrupt(checksumFile, "is missing or damaged; restore it together with its shard");
        }
        if (checksum.get().length() != shard.bytes()) {
            throw StorageFailures.corrupt(
                    shard.file(),
                    "has " + shard.bytes() + " bytes, its checksum file says "
                            + checksum.get().length() + "; restore both files");
        }
    }

    /** Compares all bytes of the file with its checksum. */
    static boolean isIntact(ChannelOpener opener, Path file) throws IOException {
        Optional<ShardChecksum> expected = ShardChecksum.read(StorageFolder.checksumOf(file));
        return expected.isPresent() && expected.get().equals(ShardChecksum.compute(opener, file));
    }

    @Override
    public long id() {
        return shard.segment();
    }

    @Override
    public Path file() {
        return shard.file();
    }

    @Override
    public int rows() {
        return shard.rows();
    }

    @Override
    public long bytes() {
        return shard.bytes();
    }

    @Override
    public LocalDescriptors locals(int row, int count, ReadBuffers buffers) {
        return shard.locals(row, count, buffers);
    }

    @Override
    public LocalDescriptors codes(int row, int count, ReadBuffers buffers) {
        return shard.codes(row, count, buffers);
    }

    @Override
    public float[] global(int row, ReadBuffers buffers) {
        return shard.global(row, buffers);
    }

    @Override
    public String name(int row, ReadBuffers buffers) {
        return shard.name(row);
    }

    @Override
    public void close() {
        shard.close();
    }
}
