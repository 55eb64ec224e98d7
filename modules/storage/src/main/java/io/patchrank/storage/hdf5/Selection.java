package io.patchrank.storage.hdf5;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Elements of a dataset that one mapping of a virtual dataset takes: a product of coordinates, one set a dimension
 * (serialized selections, specification VIII). What is no such product is not read.
 */
record Selection(List<Axis> axes) {
    private static final int NONE = 0;
    private static final int HYPERSLAB = 2;
    private static final int ALL = 3;
    private static final long UNLIMITED = -1;

    Selection {
        axes = List.copyOf(axes);
    }

    /** @param shape of the dataset that the selection is of */
    static Selection parse(Fields fields, long[] shape) {
        int kind = fields.count32();
        int version = fields.count32();
        return switch (kind) {
            case ALL, NONE -> {
                fields.skip(8);
                yield kind == ALL ? all(shape) : none(shape);
            }
            case HYPERSLAB -> hyperslab(fields, version, shape);
            default -> throw new IllegalArgumentException("a selection of single points");
        };
    }

    private static Selection all(long[] shape) {
        List<Axis> axes = new ArrayList<>();
        for (long side : shape) {
            axes.add(new Axis.Regular(0, 1, Math.toIntExact(side), 1));
        }
        return new Selection(axes);
    }

    private static Selection none(long[] shape) {
        List<Axis> axes = new ArrayList<>();
        for (int d = 0; d < shape.length; d++) {
            axes.add(new Axis.Listed(new long[0]));
        }
        return new Selection(axes);
    }

    private static Selection hyperslab(Fields fields, int version, long[] shape) {
        boolean regular = version > 1 && (fields.u8() & 1) != 0;
        int width;
        if (version == 3) {
            width = fields.u8();
        } else {
            width = version == 2 ? Long.BYTES : Integer.BYTES;
            fields.skip(version == 2 ? 4 : 8);
        }
        int rank = fields.count32();
        if (rank != shape.length) {
            throw new IllegalArgumentException("a selection of " + rank + " dimensions for " + shape.length);
        }
        return regular ? regular(fields, width, shape) : blocks(fields, width, rank);
    }

    private static Selection regular(Fields fields, int width, long[] shape) {
        List<Axis> axes = new ArrayList<>();
        for (long side : shape) {
            long start = fields.number(width);
            long stride = fields.number(width);
            long count = unlimited(fields.number(width), width);
            long block = unlimited(fields.number(width), width);
            // What grows with the source takes all that there is now.
            if (count == UNLIMITED) {
                count = start >= side ? 0 : (side - start - block) / stride + 1;
            }
            if (block == UNLIMITED) {
                block = Math.max(0, side - start);
            }
            axes.add(new Axis.Regular(start, stride, Math.toIntExact(count), Math.toIntExact(block)));
        }
        return new Selection(axes);
    }

    private static long unlimited(long value, int width) {
        return width < Long.BYTES && value == (1L << Byte.SIZE * width) - 1 ? UNLIMITED : value;
    }

    private static Selection blocks(Fields fields, int width, int rank) {
        int blocks = Math.toIntExact(fields.number(width));
        List<TreeSet<Long>> coordinates = new ArrayList<>();
        for (int d = 0; d < rank; d++) {
            coordinates.add(new TreeSet<>());
        }
        long elements = 0;
        for (int b = 0; b < blocks; b++) {
            long[] from = numbers(fields, width, rank);
            long[] to = numbers(fields, width, rank);
            long size = 1;
            for (int d = 0; d < rank; d++) {
                size = Math.multiplyExact(size, to[d] - from[d] + 1);
                for (long c = from[d]; c <= to[d]; c++) {
                    coordinates.get(d).add(c);
                }
            }
            elements += size;
        }
        Selection product = new Selection(coordinates.stream()
                .<Axis>map(set ->
                        new Axis.Listed(set.stream().mapToLong(Long::longValue).toArray()))
                .toList());
        if (product.elements() != elements) {
            throw new IllegalArgumentException("a selection that is no rectangle");
        }
        return product;
    }

    private static long[] numbers(Fields fields, int width, int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = fields.number(width);
        }
        return numbers;
    }

    long elements() {
        long elements = 1;
        for (Axis axis : axes) {
            elements = Math.multiplyExact(elements, axis.count());
        }
        return elements;
    }
}
