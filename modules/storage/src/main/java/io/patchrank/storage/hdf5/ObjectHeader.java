package io.patchrank.storage.hdf5;

import io.jhdf.checksum.JenkinsLookup3HashLittle;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The messages of one group or dataset, versions 1 and 2 (specification IV.A). */
record ObjectHeader(List<Message> messages) {
    static final int DATASPACE = 0x01;
    static final int LINK_INFO = 0x02;
    static final int DATATYPE = 0x03;
    static final int OLD_FILL_VALUE = 0x04;
    static final int FILL_VALUE = 0x05;
    static final int LINK = 0x06;
    static final int EXTERNAL_FILES = 0x07;
    static final int LAYOUT = 0x08;
    static final int FILTERS = 0x0B;
    static final int SYMBOL_TABLE = 0x11;
    private static final int CONTINUATION = 0x10;

    private static final int SHARED = 2;
    private static final int CHECKSUM = 4;
    private static final int LARGEST_PREFIX = 34;

    /** One message; its body is read from the start by each caller. */
    record Message(int type, boolean shared, byte[] body) {}

    private record Block(long address, int length) {}

    List<Message> all(int type) {
        return messages.stream().filter(m -> m.type() == type).toList();
    }

    Optional<Message> first(int type) {
        return messages.stream().filter(m -> m.type() == type).findFirst();
    }

    static ObjectHeader read(FileBytes file, long address) {
        byte[] start = file.bytes(address, 4);
        return Arrays.equals(start, new byte[] {'O', 'H', 'D', 'R'})
                ? readVersion2(file, address)
                : readVersion1(file, address);
    }

    private static ObjectHeader readVersion1(FileBytes file, long address) {
        Fields prefix = file.fields(address, 16);
        if (prefix.u8() != 1) {
            throw file.damaged("expected an object header at byte " + address);
        }
        prefix.skip(7);
        List<Message> messages = new ArrayList<>();
        Deque<Block> blocks = new ArrayDeque<>(List.of(new Block(address + 16, prefix.count32())));
        while (!blocks.isEmpty()) {
            Block block = blocks.pop();
            Fields fields = file.fields(block.address(), block.length());
            while (fields.remaining() >= 8) {
                int type = fields.u16();
                int size = fields.u16();
                int flags = fields.u8();
                fields.skip(3);
                add(file, messages, blocks, new Message(type, (flags & SHARED) != 0, fields.take(size)));
            }
        }
        return new ObjectHeader(List.copyOf(messages));
    }

    private static ObjectHeader readVersion2(FileBytes file, long address) {
        Fields prefix = file.fieldsUpTo(address, LARGEST_PREFIX);
        int version = prefix.skip(4).u8();
        if (version != 2) {
            throw file.damaged("object header of version " + version + " at byte " + address);
        }
        int flags = prefix.u8();
        // Four times, then the limits of attribute storage.
        prefix.skip((flags & 0x20) == 0 ? 0 : 16).skip((flags & 0x10) == 0 ? 0 : 4);
        int length = Math.toIntExact(prefix.number(1 << (flags & 3)));
        int prefixLength = prefix.position();
        List<Message> messages = new ArrayList<>();
        Deque<Block> blocks = new ArrayDeque<>();
        Fields first = checked(file, address, prefixLength + length).skip(prefixLength);
        readMessages(file, first, flags, messages, blocks);
        while (!blocks.isEmpty()) {
            Block block = blocks.pop();
            Fields more = checked(file, block.address(), block.length() - CHECKSUM);
            if (!more.startsWith("OCHK")) {
                throw file.damaged("expected OCHK at byte " + block.address());
            }
            readMessages(file, more, flags, messages, blocks);
        }
        return new ObjectHeader(List.copyOf(messages));
    }

    private static void readMessages(
            FileBytes file, Fields fields, int headerFlags, List<Message> messages, Deque<Block> blocks) {
        int ordered = (headerFlags & 4) == 0 ? 0 : 2;
        while (fields.remaining() >= 4 + ordered) {
            int type = fields.u8();
            int size = fields.u16();
            int flags = fields.u8();
            fields.skip(ordered);
            add(file, messages, blocks, new Message(type, (flags & SHARED) != 0, fields.take(size)));
        }
    }

    private static void add(FileBytes file, List<Message> messages, Deque<Block> blocks, Message message) {
        if (message.type() == CONTINUATION) {
            Fields fields = file.fields(ByteBuffer.wrap(message.body()));
            blocks.add(new Block(fields.address(), Math.toIntExact(fields.length())));
        } else {
            messages.add(message);
        }
    }

    /** {@code length} bytes that a checksum follows. */
    static Fields checked(FileBytes file, long address, int length) {
        byte[] bytes = file.bytes(address, length);
        int expected = (int) file.fields(address + length, CHECKSUM).u32();
        if (JenkinsLookup3HashLittle.hash(bytes) != expected) {
            throw file.damaged("the checksum at byte " + (address + length) + " is wrong");
        }
        return file.fields(ByteBuffer.wrap(bytes));
    }
}
