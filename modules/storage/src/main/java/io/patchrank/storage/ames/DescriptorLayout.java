package io.patchrank.storage.ames;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.storage.hdf5.ElementType;
import io.patchrank.storage.hdf5.Hdf5Dataset;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** How the numbers of an image are found in its row. */
sealed interface DescriptorLayout {
    String DESCRIPTOR = "descriptor";
    String METADATA = "metadata";

    int topK();

    int dimension();

    String numberType();

    /** For people. */
    String format();

    /** The first {@code count} descriptors of a row, [count, 5 + D] in the columns of format 1. */
    float[] read(Hdf5Dataset dataset, int row, int count);

    /**
     * @throws PatchrankException {@code BAD_REQUEST} for a dataset that holds no local descriptors, naming shape and type
     */
    static DescriptorLayout of(Hdf5Dataset dataset) {
        long[] shape = dataset.shape();
        DescriptorLayout layout =
                switch (dataset.type()) {
                    case ElementType.Number number -> Flat.of(dataset, number);
                    case ElementType.Compound compound -> Struct.of(dataset, compound);
                    case ElementType.Array array -> throw refused(dataset, "has elements of " + array.text());
                    case ElementType.Other other -> throw refused(dataset, "has elements of " + other.text());
                };
        if (shape[0] < 1 || shape[0] > Integer.MAX_VALUE) {
            throw refused(dataset, "has " + shape[0] + " rows");
        }
        return layout;
    }

    private static PatchrankException refused(Hdf5Dataset dataset, String problem) {
        return new PatchrankException(
                ErrorCode.BAD_REQUEST,
                dataset.file().toString(),
                "dataset " + dataset.name() + " " + problem + "; local descriptors are float16 or float32 [N, k, 5 + D]"
                        + " or a compound of " + DESCRIPTOR + " and " + METADATA);
    }

    /** Format 1. */
    record Flat(int topK, int dimension, ElementType.Number number) implements DescriptorLayout {
        static Flat of(Hdf5Dataset dataset, ElementType.Number number) {
            long[] shape = dataset.shape();
            if (!number.isFloat()) {
                throw refused(dataset, "has elements of " + number.text());
            }
            if (shape.length != 3 || shape[1] < 1) {
                throw refused(dataset, "has the shape " + Arrays.toString(shape));
            }
            if (shape[2] <= RowForm.META) {
                throw refused(
                        dataset,
                        "has " + shape[2] + " columns, too few for the " + RowForm.META
                                + " of position, scale, mask and weight and a descriptor");
            }
            return new Flat(Math.toIntExact(shape[1]), Math.toIntExact(shape[2]) - RowForm.META, number);
        }

        @Override
        public String numberType() {
            return number.text();
        }

        @Override
        public String format() {
            return "format 1";
        }

        @Override
        public float[] read(Hdf5Dataset dataset, int row, int count) {
            int columns = RowForm.META + dimension;
            byte[] bytes = dataset.read(new long[] {row, 0, 0}, new int[] {1, count, columns});
            float[] numbers = new float[count * columns];
            NumberReader.read(number, bytes, 0, numbers, 0, numbers.length);
            return numbers;
        }
    }

    /**
     * Format 2.
     *
     * @param perDescriptor whether an element is one descriptor, [N, k], and not a whole image, [N]
     */
    record Struct(
            int topK,
            int dimension,
            boolean perDescriptor,
            int bytes,
            int descriptorAt,
            ElementType.Number descriptor,
            int metadataAt,
            ElementType.Number metadata)
            implements DescriptorLayout {
        static Struct of(Hdf5Dataset dataset, ElementType.Compound compound) {
            boolean perDescriptor = dataset.shape().length == 2;
            if (!perDescriptor && dataset.shape().length != 1) {
                throw refused(dataset, "has the shape " + Arrays.toString(dataset.shape()));
            }
            ElementType.Member descriptor = member(dataset, compound, DESCRIPTOR);
            ElementType.Member metadata = member(dataset, compound, METADATA);
            List<Integer> shape = shape(dataset, descriptor, perDescriptor);
            List<Integer> metaShape = shape(dataset, metadata, perDescriptor);
            int topK = perDescriptor ? Math.toIntExact(dataset.shape()[1]) : shape.getFirst();
            if (metaShape.getLast() != RowForm.META
                    || !perDescriptor && !metaShape.getFirst().equals(shape.getFirst())
                    || topK < 1
                    || shape.getLast() < 1) {
                throw refused(dataset, "has " + DESCRIPTOR + " " + shape + " and " + METADATA + " " + metaShape);
            }
            return new Struct(
                    topK,
                    shape.getLast(),
                    perDescriptor,
                    compound.bytes(),
                    descriptor.offset(),
                    number(dataset, descriptor),
                    metadata.offset(),
                    number(dataset, metadata));
        }

        private static ElementType.Member member(Hdf5Dataset dataset, ElementType.Compound compound, String name) {
            return compound.member(name)
                    .orElseThrow(() -> refused(dataset, "is a " + compound.text() + " without " + name));
        }

        private static List<Integer> shape(Hdf5Dataset dataset, ElementType.Member member, boolean perDescriptor) {
            if (member.type() instanceof ElementType.Array array
                    && array.shape().size() == (perDescriptor ? 1 : 2)) {
                return array.shape();
            }
            throw refused(
                    dataset, "has a " + member.name() + " of " + member.type().text());
        }

        private static ElementType.Number number(Hdf5Dataset dataset, ElementType.Member member) {
            if (member.type() instanceof ElementType.Array array
                    && array.element() instanceof ElementType.Number number
                    && number.isFloat()) {
                return number;
            }
            throw refused(
                    dataset, "has a " + member.name() + " of " + member.type().text());
        }

        @Override
        public String numberType() {
            return descriptor.text();
        }

        @Override
        public String format() {
            return perDescriptor ? "format 2 (a compound a descriptor)" : "format 2 (a compound an image)";
        }

        @Override
        public float[] read(Hdf5Dataset dataset, int row, int count) {
            byte[] source = perDescriptor
                    ? dataset.read(new long[] {row, 0}, new int[] {1, count})
                    : dataset.read(new long[] {row}, new int[] {1});
            int columns = RowForm.META + dimension;
            int descriptorStep = perDescriptor ? bytes : dimension * descriptor.bytes();
            int metadataStep = perDescriptor ? bytes : RowForm.META * metadata.bytes();
            float[] numbers = new float[count * columns];
            for (int i = 0; i < count; i++) {
                int at = i * columns;
                NumberReader.read(metadata, source, metadataAt + i * metadataStep, numbers, at, RowForm.META);
                int from = descriptorAt + i * descriptorStep;
                NumberReader.read(descriptor, source, from, numbers, at + RowForm.META, dimension);
            }
            return numbers;
        }
    }

    /** Numbers as floats; float64 is rounded. */
    final class NumberReader {
        private NumberReader() {}

        static void read(ElementType.Number type, byte[] source, int from, float[] target, int at, int count) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(source, from, count * type.bytes()).slice().order(type.order());
            switch (type.bytes()) {
                case Float.BYTES -> bytes.asFloatBuffer().get(target, at, count);
                case Short.BYTES -> {
                    short[] halves = new short[count];
                    bytes.asShortBuffer().get(halves);
                    for (int i = 0; i < count; i++) {
                        target[at + i] = Float.float16ToFloat(halves[i]);
                    }
                }
                default -> {
                    for (int i = 0; i < count; i++) {
                        target[at + i] = (float) bytes.getDouble(i * Double.BYTES);
                    }
                }
            }
        }
    }
}
