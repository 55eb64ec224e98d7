package io.patchrank.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Content of the file beside a shard ({@code .crc32c}): one line with length and CRC32C of all of the shard's bytes. */
record ShardChecksum(long length, int crc32c) {
    private static final Pattern FORM = Pattern.compile("crc32c ([0-9a-f]{8}) length (\\d{1,18})\\n");
    private static final int BLOCK = 1 << 20;

    static ShardChecksum compute(ChannelOpener opener, Path file) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long length = 0;
        try (FileChannel channel = opener.open(file, Set.of(StandardOpenOption.READ))) {
            while (channel.read(block.clear()) >= 0) {
                length += block.position();
                crc.update(block.flip());
            }
        }
        return new ShardChecksum(length, (int) crc.getValue());
    }

    /** Empty when the file is absent or not of this form. */
    static Optional<ShardChecksum> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Matcher line = FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        return line.matches()
                ? Optional.of(new ShardChecksum(Long.parseLong(line.group(2)), HexFormat.fromHexDigits(line.group(1))))
                : Optional.empty();
    }

    byte[] encode() {
        return ("crc32c " + HexFormat.of().toHexDigits(crc32c) + " length " + length + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
