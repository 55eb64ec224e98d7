package io.patchrank.storage.hdf5;

import java.util.ArrayList;
import java.util.List;

/** Elements that stand in datasets of other files. What no mapping covers is the fill value. */
final class VirtualData implements RawData {
    private final List<Mapping> mappings;
    private final FillValue fill;
    private final int elementBytes;

    VirtualData(List<Mapping> mappings, FillValue fill, int elementBytes) {
        this.mappings = List.copyOf(mappings);
        this.fill = fill;
        this.elementBytes = elementBytes;
    }

    /** {@code length} coordinates that follow each other both here and in the source. */
    private record Run(long here, long there, int length) {}

    /**
     * One source.
     *
     * @param here selection of the virtual dataset
     * @param there selection of the source, with as many elements in the same order
     * @param sourceAxis for each dimension here, the one of the source that goes with it; -1 where there is only one
     *     coordinate
     */
    record Mapping(
            Hdf5Dataset source, TypeConversion conversion, Selection here, Selection there, List<Integer> sourceAxis) {
        /** @throws IllegalArgumentException when the shapes differ by more than dimensions of one element */
        static Mapping of(Hdf5Dataset source, TypeConversion conversion, Selection here, Selection there) {
            if (here.elements() != there.elements()) {
                throw new IllegalArgumentException(
                        here.elements() + " elements are mapped to " + there.elements() + " of the source");
            }
            return new Mapping(source, conversion, here, there, sourceAxes(here, there));
        }

        private static List<Integer> sourceAxes(Selection here, Selection there) {
            List<Integer> wide = new ArrayList<>();
            for (int d = 0; d < there.axes().size(); d++) {
                if (there.axes().get(d).count() != 1) {
                    wide.add(d);
                }
            }
            List<Integer> axes = new ArrayList<>();
            int next = 0;
            for (Axis axis : here.axes()) {
                if (axis.count() == 1) {
                    axes.add(-1);
                    continue;
                }
                if (next == wide.size() || there.axes().get(wide.get(next)).count() != axis.count()) {
                    throw new IllegalArgumentException("a mapping that changes the shape");
                }
                axes.add(wide.get(next++));
            }
            return axes;
        }
    }

    @Override
    public void read(Box box, byte[] target) {
        fill.fill(target);
        for (Mapping mapping : mappings) {
            List<List<Run>> runs = new ArrayList<>();
            for (int d = 0; d < box.rank(); d++) {
                runs.add(runs(mapping, d, box.start()[d], box.count()[d]));
            }
            if (runs.stream().noneMatch(List::isEmpty)) {
                read(mapping, runs, new ArrayList<>(), box, target);
            }
        }
    }

    /** What the mapping has of the coordinates {@code start} to {@code start + count} of a dimension. */
    private static List<Run> runs(Mapping mapping, int d, long start, int count) {
        Axis here = mapping.here().axes().get(d);
        int axis = mapping.sourceAxis().get(d);
        int first = here.firstFrom(start);
        int end = here.firstFrom(start + count);
        List<Run> runs = new ArrayList<>();
        for (int i = first; i < end; ) {
            long x = here.at(i);
            long y = axis < 0 ? 0 : mapping.there().axes().get(axis).at(i);
            int length = 1;
            while (i + length < end
                    && here.at(i + length) == x + length
                    && mapping.there().axes().get(axis).at(i + length) == y + length) {
                length++;
            }
            runs.add(new Run(x, y, length));
            i += length;
        }
        return runs;
    }

    /** Every combination of one run a dimension is a box here and a box there. */
    private void read(Mapping mapping, List<List<Run>> runs, List<Run> chosen, Box box, byte[] target) {
        if (chosen.size() < runs.size()) {
            for (Run run : runs.get(chosen.size())) {
                chosen.add(run);
                read(mapping, runs, chosen, box, target);
                chosen.removeLast();
            }
            return;
        }
        Box here = new Box(new long[box.rank()], new int[box.rank()]);
        int rank = mapping.there().axes().size();
        Box there = new Box(new long[rank], new int[rank]);
        for (int s = 0; s < rank; s++) {
            there.start()[s] = mapping.there().axes().get(s).at(0);
            there.count()[s] = 1;
        }
        for (int d = 0; d < box.rank(); d++) {
            Run run = chosen.get(d);
            here.start()[d] = run.here();
            here.count()[d] = run.length();
            int axis = mapping.sourceAxis().get(d);
            if (axis >= 0) {
                there.start()[axis] = run.there();
                there.count()[axis] = run.length();
            }
        }
        byte[] elements = mapping.conversion().apply(mapping.source().read(there));
        Box.copy(here, here, elements, box, target, elementBytes);
    }
}
