package io.patchrank.storage;

import io.jhdf.Superblock;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.WritableGroupImpl;
import io.jhdf.WritableHdfFile;
import io.jhdf.exceptions.HdfWritingException;
import io.jhdf.storage.HdfFileChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Writes a tree of groups and datasets as one HDF5 file. */
public final class Hdf5Output {
    private Hdf5Output() {}

    /** Writes and forces a fresh file. The superblock comes last, so that a file cut short is no HDF5 file. */
    public static void write(ChannelOpener opener, Path file, WritableGroupImpl root) throws IOException {
        try (FileChannel channel = opener.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE))) {
            SuperblockV2V3 superblock = new SuperblockV2V3();
            HdfFileChannel target = new WholeWrites(channel, superblock);
            root.write(target, WritableHdfFile.ROOT_GROUP_ADDRESS);
            channel.force(false);
            Journal.writeFully(channel, superblock.toBuffer(channel.size()), 0);
            channel.force(true);
        }
    }

    /** A channel may write less than it is given, which jhdf does not look at. */
    private static final class WholeWrites extends HdfFileChannel {
        private WholeWrites(FileChannel channel, Superblock superblock) {
            super(channel, superblock);
        }

        @Override
        public int write(ByteBuffer bytes, long position) {
            int length = bytes.remaining();
            try {
                Journal.writeFully(getFileChannel(), bytes, position);
                return length;
            } catch (IOException e) {
                throw new HdfWritingException("cannot write " + length + " bytes at " + position, e);
            }
        }

        @Override
        public int write(ByteBuffer bytes) {
            try {
                long position = getFileChannel().position();
                int length = write(bytes, position);
                getFileChannel().position(position + length);
                return length;
            } catch (IOException e) {
                throw new HdfWritingException("cannot write", e);
            }
        }
    }
}
