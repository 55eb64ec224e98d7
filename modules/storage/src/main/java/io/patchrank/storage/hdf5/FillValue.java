package io.patchrank.storage.hdf5;

import io.patchrank.storage.hdf5.ObjectHeader.Message;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What the elements are that were never written: as many bytes as an element has. */
record FillValue(byte[] element) {
    static FillValue of(FileBytes file, ObjectHeader header, int elementBytes) {
        Optional<byte[]> value = header.first(ObjectHeader.FILL_VALUE)
                .flatMap(m -> parse(file, m))
                .or(() -> header.first(ObjectHeader.OLD_FILL_VALUE).flatMap(m -> parseOld(file, m)))
                .filter(bytes -> bytes.length == elementBytes);
        return new FillValue(value.orElseGet(() -> new byte[elementBytes]));
    }

    private static Optional<byte[]> parseOld(FileBytes file, Message message) {
        Fields fields = file.fields(ByteBuffer.wrap(message.body()));
        return Optional.of(fields.take(fields.count32()));
    }

    private static Optional<byte[]> parse(FileBytes file, Message message) {
        Fields fields = file.fields(ByteBuffer.wrap(message.body()));
        int version = fields.u8();
        boolean defined;
        if (version == 3) {
            defined = (fields.u8() & 0x20) != 0;
        } else {
            boolean flag = fields.skip(2).u8() != 0;
            defined = flag || version == 1;
        }
        return defined && fields.remaining() >= Integer.BYTES
                ? Optional.of(fields.take(fields.count32()))
                : Optional.empty();
    }

    void fill(byte[] target) {
        for (int at = 0; at < target.length; at += element.length) {
            System.arraycopy(element, 0, target, at, element.length);
        }
    }
}
