package io.patchrank.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A numpy array while it is read: numpy makes an empty one, remembers it, and fills it by a BUILD. Numbers become a
 * {@link StoredTensor}, texts and objects a list.
 */
final class NumpyArray {
    private final Origin origin;
    private final Allowance allowance;
    private @Nullable Object content;

    NumpyArray(Origin origin, Allowance allowance) {
        this.origin = origin;
        this.allowance = allowance;
    }

    /** {@code (version, shape, dtype, is Fortran order, data)}, without the version in the oldest files. */
    void setState(Object[] state) {
        int first = state.length - 4;
        fill(state[first], (NumpyType) state[first + 1], (Boolean) state[first + 2], state[first + 3]);
    }

    NumpyArray fill(Object shapeTuple, NumpyType type, boolean fortran, Object data) {
        long[] shape = PickleSequences.longs(shapeTuple);
        allowance.charge(Long.BYTES * 4L * (shape.length + 16));
        long elements = 1;
        for (long side : shape) {
            elements = Math.multiplyExact(elements, side);
        }
        if (type.isObject()) {
            List<?> items = PickleSequences.list(data);
            checkSize(elements, items.size(), "objects");
            content = items;
            return this;
        }
        byte[] bytes = bytes(data);
        checkSize(Math.multiplyExact(elements, (long) type.bytes()), bytes.length, "bytes");
        if (type.number().isPresent()) {
            content = tensor(shape, type.number().get(), type.isBigEndian(), fortran, ByteBuffer.wrap(bytes));
        } else {
            content = texts(type, elements, bytes);
        }
        return this;
    }

    /** One element of {@code type}. */
    static @Nullable Object scalar(Origin origin, Allowance allowance, NumpyType type, Object data) {
        Object filled = new NumpyArray(origin, allowance)
                .fill(new Object[0], type, false, data)
                .content();
        if (filled instanceof List<?> texts) {
            return texts.getFirst();
        }
        StoredTensor tensor = (StoredTensor) filled;
        if (tensor.type() == ElementType.BOOL) {
            return tensor.longs()[0] == 1;
        }
        return tensor.type().isFloating() ? (Object) tensor.doubles()[0] : (Object) tensor.longs()[0];
    }

    /** A {@link StoredTensor} or a list. */
    Object content() {
        if (content == null) {
            throw origin.invalid("a numpy array is never filled");
        }
        return content;
    }

    private byte[] bytes(Object data) {
        if (data instanceof String latin) {
            // Python 2 does not tell bytes from text.
            allowance.charge(latin.length());
            return latin.getBytes(StandardCharsets.ISO_8859_1);
        }
        return (byte[]) data;
    }

    private StoredTensor tensor(long[] shape, ElementType type, boolean big, boolean fortran, ByteBuffer bytes) {
        Storage storage = new Storage(origin, "of a numpy array", type, bytes.remaining() / type.bytes());
        storage.bind(bytes, big);
        long[] strides = StoredTensor.rowMajor(shape);
        if (fortran) {
            long stride = 1;
            for (int d = 0; d < shape.length; d++) {
                strides[d] = stride;
                stride *= Math.max(1, shape[d]);
            }
        }
        return StoredTensor.of(origin, storage, 0, shape, strides);
    }

    private List<String> texts(NumpyType type, long elements, byte[] bytes) {
        allowance.charge(Math.multiplyExact(64L, elements));
        allowance.charge(bytes.length);
        List<String> texts = new ArrayList<>();
        Charset charset = type.isUnicode()
                ? Charset.forName(type.isBigEndian() ? "UTF-32BE" : "UTF-32LE")
                : StandardCharsets.ISO_8859_1;
        for (int i = 0; i < elements; i++) {
            String padded = new String(bytes, i * type.bytes(), type.bytes(), charset);
            int length = padded.length();
            while (length > 0 && padded.charAt(length - 1) == 0) {
                length--;
            }
            texts.add(padded.substring(0, length));
        }
        return texts;
    }

    private void checkSize(long expected, long actual, String what) {
        if (expected != actual) {
            throw origin.invalid("a numpy array claims " + expected + " " + what + " but has " + actual);
        }
    }
}
