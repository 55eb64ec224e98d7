package io.patchrank.storage.hdf5;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.storage.ChannelOpener;
import io.patchrank.storage.PositionalReader;
import io.patchrank.storage.StorageFailures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of one HDF5 file by address. Addresses count from the superblock, which a user block may precede. */
final class FileBytes implements Closeable {
    private static final long SIGNATURE = 0x0a1a_0a0d_4644_4889L; // "\x89HDF\r\n\x1a\n"
    private static final int FIRST_OFFSET = 512;
    /** The longest superblock, and more than enough for every prefix. */
    private static final int START = 128;

    private final Path file;
    private final PositionalReader reader;
    private final long size;
    private final long base;
    private final Superblock superblock;

    private FileBytes(Path file, PositionalReader reader) throws IOException {
        this.file = file;
        this.reader = reader;
        this.size = reader.size();
        this.base = findSignature();
        this.superblock = readSuperblock();
    }

    /** @throws PatchrankException {@code NOT_FOUND}, {@code DATA_CORRUPT}, {@code IO_FAILED} */
    static FileBytes open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND,
                    file.toString(),
                    Files.exists(file) ? "is a folder, not an HDF5 file" : "there is no such file");
        }
        try {
            PositionalReader reader = new PositionalReader(ChannelOpener.SYSTEM, file);
            boolean opened = false;
            try {
                FileBytes bytes = new FileBytes(file, reader);
                opened = true;
                return bytes;
            } finally {
                if (!opened) {
                    reader.close();
                }
            }
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
    }

    private long findSignature() throws IOException {
        ByteBuffer eight = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at + Long.BYTES <= size; at = at == 0 ? FIRST_OFFSET : 2 * at) {
            reader.read(eight, at);
            if (eight.getLong(0) == SIGNATURE) {
                return at;
            }
        }
        throw StorageFailures.corrupt(
                file, size == 0 ? "is empty" : "is no HDF5 file: the HDF5 signature is nowhere in it");
    }

    private Superblock readSuperblock() throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(START, size - base));
        reader.read(start, base);
        Superblock read;
        try {
            read = Superblock.parse(start);
        } catch (RuntimeException e) {
            throw StorageFailures.corrupt(file, "its superblock is damaged (" + e.getMessage() + ")", e);
        }
        if (read.endOfFile() > size) {
            throw StorageFailures.corrupt(
                    file,
                    "is cut short: it has " + size + " bytes, its superblock says " + read.endOfFile()
                            + "; copy it again");
        }
        return read;
    }

    Path file() {
        return file;
    }

    Superblock superblock() {
        return superblock;
    }

    /** Bytes from the superblock on. */
    long size() {
        return size - base;
    }

    /** Fills {@code target} from its position to its limit with what stands at the address. */
    void read(ByteBuffer target, long address) {
        if (address < 0 || address + target.remaining() > size()) {
            throw damaged("something stands at byte " + address + ", beyond the end of the file");
        }
        try {
            reader.read(target, base + address);
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
    }

    byte[] bytes(long address, int length) {
        if (length < 0 || length > size()) {
            throw damaged("something of " + length + " bytes does not fit the file");
        }
        byte[] bytes = new byte[length];
        read(ByteBuffer.wrap(bytes), address);
        return bytes;
    }

    Fields fields(long address, int length) {
        return fields(ByteBuffer.wrap(bytes(address, length)));
    }

    /** As many bytes as there are, for a structure whose length is known only inside. */
    Fields fieldsUpTo(long address, int length) {
        return fields(address, (int) Math.clamp(size() - address, 0, length));
    }

    Fields fields(ByteBuffer bytes) {
        return new Fields(bytes, superblock.offsetSize(), superblock.lengthSize());
    }

    /** Fields behind their signature. */
    Fields signed(String signature, long address, int length) {
        Fields fields = fields(address, length);
        if (!fields.startsWith(signature)) {
            throw damaged("expected " + signature + " at byte " + address);
        }
        return fields;
    }

    PatchrankException damaged(String problem) {
        return StorageFailures.corrupt(file, "is damaged: " + problem);
    }

    PatchrankException unsupported(String what) {
        return new PatchrankException(
                ErrorCode.BAD_REQUEST,
                file.toString(),
                "cannot be read: " + what + "; write it again with h5py's defaults");
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
    }
}
