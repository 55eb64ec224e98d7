package io.patchrank.storage.hdf5;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.storage.hdf5.ObjectHeader.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The objects of a group by name, as addresses of their object headers. Soft and external links are passed over. */
final class GroupLinks {
    private static final int HARD = 0;
    private static final int SYMBOL_ENTRY_REST = 4 + 4 + 16;
    private static final int SOFT = 2;

    private final FileBytes file;
    private final Map<String, Long> links = new TreeMap<>();

    private GroupLinks(FileBytes file) {
        this.file = file;
    }

    static Map<String, Long> of(FileBytes file, ObjectHeader group) {
        GroupLinks reader = new GroupLinks(file);
        for (Message table : group.all(ObjectHeader.SYMBOL_TABLE)) {
            Fields fields = file.fields(ByteBuffer.wrap(table.body()));
            long tree = fields.address();
            reader.readTree(tree, Integer.MAX_VALUE, reader.readHeap(fields.address()));
        }
        for (Message link : group.all(ObjectHeader.LINK)) {
            reader.readLink(file.fields(ByteBuffer.wrap(link.body())));
        }
        group.first(ObjectHeader.LINK_INFO).ifPresent(reader::requireNoHeap);
        return reader.links;
    }

    /** Groups of more than eight objects in the newest format are kept in a heap, which no descriptor file needs. */
    private void requireNoHeap(Message info) {
        Fields fields = file.fields(ByteBuffer.wrap(info.body()));
        fields.skip(1);
        if ((info.body()[1] & 1) != 0) {
            fields.skip(1 + Long.BYTES);
        } else {
            fields.skip(1);
        }
        if (fields.address() != Fields.UNDEFINED) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    file.file().toString(),
                    "has a group with so many objects that they are kept in a heap; write it without libver='latest'");
        }
    }

    private void readLink(Fields fields) {
        fields.skip(1);
        int flags = fields.u8();
        int type = (flags & 8) == 0 ? HARD : fields.u8();
        fields.skip((flags & 4) == 0 ? 0 : 8).skip((flags & 16) == 0 ? 0 : 1);
        String name = fields.utf8(Math.toIntExact(fields.number(1 << (flags & 3))));
        if (type == HARD) {
            links.put(name, fields.address());
        }
    }

    private byte[] readHeap(long address) {
        int sizes = 2 * file.superblock().lengthSize() + file.superblock().offsetSize();
        Fields heap = file.signed("HEAP", address, 8 + sizes).skip(4);
        int length = Math.toIntExact(heap.length());
        heap.length();
        return file.bytes(heap.address(), length);
    }

    private void readTree(long address, int parentLevel, byte[] heap) {
        int offset = file.superblock().offsetSize();
        int length = file.superblock().lengthSize();
        Fields head = file.signed("TREE", address, 8 + 2 * offset).skip(1);
        int level = head.u8();
        int entries = head.u16();
        if (level >= parentLevel) {
            throw file.damaged("the group at byte " + address + " leads back to itself");
        }
        Fields children = file.fields(address + 8 + 2 * offset, entries * (length + offset));
        for (int i = 0; i < entries; i++) {
            children.length();
            long child = children.address();
            if (level > 0) {
                readTree(child, level, heap);
            } else {
                readSymbols(child, heap);
            }
        }
    }

    private void readSymbols(long address, byte[] heap) {
        int symbols = file.signed("SNOD", address, 8).skip(2).u16();
        int entry = 2 * file.superblock().offsetSize() + SYMBOL_ENTRY_REST;
        Fields fields = file.fields(address + 8, symbols * entry);
        for (int i = 0; i < symbols; i++) {
            int name = Math.toIntExact(fields.address());
            long header = fields.address();
            boolean hard = fields.u32() != SOFT;
            fields.skip(SYMBOL_ENTRY_REST - 4);
            if (hard) {
                links.put(nameAt(heap, name), header);
            }
        }
    }

    private static String nameAt(byte[] heap, int start) {
        int end = start;
        while (heap[end] != 0) {
            end++;
        }
        return new String(heap, start, end - start, StandardCharsets.UTF_8);
    }
}
