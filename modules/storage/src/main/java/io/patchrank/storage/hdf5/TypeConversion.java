package io.patchrank.storage.hdf5;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Elements of one type as elements of another, as a virtual dataset needs them whose type differs from its source's. */
final class TypeConversion {
    private final ElementType from;
    private final ElementType to;

    private TypeConversion(ElementType from, ElementType to) {
        this.from = from;
        this.to = to;
    }

    /** Empty when there is no way from one to the other. */
    static Optional<TypeConversion> between(ElementType from, ElementType to) {
        return possible(from, to) ? Optional.of(new TypeConversion(from, to)) : Optional.empty();
    }

    private static boolean possible(ElementType from, ElementType to) {
        if (from.equals(to)) {
            return true;
        }
        if (from instanceof ElementType.Array a && to instanceof ElementType.Array b) {
            return a.count() == b.count() && possible(a.element(), b.element());
        }
        if (from instanceof ElementType.Compound a && to instanceof ElementType.Compound b) {
            return b.members().stream().allMatch(m -> a.member(m.name())
                    .filter(source -> possible(source.type(), m.type()))
                    .isPresent());
        }
        return from instanceof ElementType.Number && to instanceof ElementType.Number;
    }

    byte[] apply(byte[] elements) {
        if (from.equals(to)) {
            return elements;
        }
        int count = elements.length / from.bytes();
        ByteBuffer source = ByteBuffer.wrap(elements);
        ByteBuffer target = ByteBuffer.allocate(Math.multiplyExact(count, to.bytes()));
        for (int i = 0; i < count; i++) {
            convert(from, source, i * from.bytes(), to, target, i * to.bytes());
        }
        return target.array();
    }

    private static void convert(
            ElementType from, ByteBuffer source, int sourceAt, ElementType to, ByteBuffer target, int targetAt) {
        if (from instanceof ElementType.Number a && to instanceof ElementType.Number b) {
            b.put(target, targetAt, a.get(source, sourceAt));
        } else if (from instanceof ElementType.Array a && to instanceof ElementType.Array b) {
            for (int i = 0; i < a.count(); i++) {
                ElementType x = a.element();
                ElementType y = b.element();
                convert(x, source, sourceAt + i * x.bytes(), y, target, targetAt + i * y.bytes());
            }
        } else if (from instanceof ElementType.Compound a && to instanceof ElementType.Compound b) {
            for (ElementType.Member m : b.members()) {
                ElementType.Member x = a.member(m.name()).orElseThrow();
                convert(x.type(), source, sourceAt + x.offset(), m.type(), target, targetAt + m.offset());
            }
        } else {
            target.put(targetAt, source, sourceAt, from.bytes());
        }
    }
}
