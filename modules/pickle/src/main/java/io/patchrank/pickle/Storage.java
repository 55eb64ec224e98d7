package io.patchrank.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The one-dimensional memory below one or more tensors. In the older torch format its bytes follow the pickle that
 * speaks of it, so they are bound later.
 */
final class Storage {
    private final Origin origin;
    private final String name;
    private final ElementType type;
    private final long elements;
    private final @Nullable Storage root;
    private final int rootOffset;
    private @Nullable ByteBuffer bytes;
    private boolean bigEndian;

    /** @throws io.patchrank.api.error.PatchrankException when it claims a negative size, or more than 2 GiB */
    Storage(Origin origin, String name, ElementType type, long elements) {
        this(origin, name, type, elements, null, 0);
    }

    private Storage(
            Origin origin, String name, ElementType type, long elements, @Nullable Storage root, int rootOffset) {
        if (elements < 0 || elements > Integer.MAX_VALUE / type.bytes()) {
            throw origin.invalid("storage " + name + " claims " + elements + " elements of " + type
                    + "; 2 GiB is the most that one can have");
        }
        this.origin = origin;
        this.name = name;
        this.type = type;
        this.elements = elements;
        this.root = root;
        this.rootOffset = rootOffset;
    }

    /** A part of this storage, in its elements. */
    Storage part(long offset, long count) {
        if (offset < 0 || count < 0 || offset > elements - count) {
            throw origin.invalid("elements " + offset + " to " + (offset + count) + " are no part of storage " + name
                    + ", which has " + elements);
        }
        return new Storage(origin, name, type, count, this, (int) (offset * type.bytes()));
    }

    /** The same bytes as elements of another type. */
    Storage as(ElementType other) {
        return other == type ? this : new Storage(origin, name, other, byteLength() / other.bytes(), this, 0);
    }

    ElementType type() {
        return type;
    }

    long elements() {
        return elements;
    }

    int byteLength() {
        return (int) (elements * type.bytes());
    }

    /** @param stored its bytes as they are in the file, not copied */
    void bind(ByteBuffer stored, boolean isBigEndian) {
        if (stored.remaining() != byteLength()) {
            throw origin.invalid("storage " + name + " claims " + byteLength() + " bytes but has " + stored.remaining()
                    + "; is the file complete?");
        }
        bytes = stored;
        bigEndian = isBigEndian;
    }

    /** Little-endian, from position 0 to the limit: a view, or a copy of what is big-endian. */
    ByteBuffer bytes() {
        boolean turn = type.bytes() > 1 && bigEndian();
        return turn ? ByteSwap.reversed(stored(), type.bytes()) : stored().order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean bigEndian() {
        return root == null ? bigEndian : root.bigEndian();
    }

    private ByteBuffer stored() {
        if (root != null) {
            return root.stored().slice(rootOffset, byteLength());
        }
        if (bytes == null) {
            throw origin.invalid("storage " + name + " is missing");
        }
        return bytes.slice();
    }
}
