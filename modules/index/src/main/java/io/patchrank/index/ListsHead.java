package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * What is in memory of the inverted lists of one segment.
 *
 * @param dimension of the descriptors
 * @param start where the first list begins in the file; one follows the other
 * @param ends row behind the last one of each list, counted over all lists
 * @param groupEnds list behind the last one of each group, counted over all groups
 * @param lists centroid of each list
 * @param groups centroid of each group of lists
 */
record ListsHead(int dimension, long start, int[] ends, int[] groupEnds, Centroids lists, Centroids groups) {
    int rows() {
        return firstRow(ends.length);
    }

    /** The number of rows before a list; of all rows, for the list behind the last one. */
    int firstRow(int list) {
        return list == 0 ? 0 : ends[list - 1];
    }

    int size(int list) {
        return ends[list] - firstRow(list);
    }

    /** The number of lists before a group; of all lists, for the group behind the last one. */
    int firstList(int group) {
        return group == 0 ? 0 : groupEnds[group - 1];
    }

    void write(DataOutput out) throws IOException {
        out.writeVInt(dimension);
        out.writeLong(start);
        write(ends, out);
        write(groupEnds, out);
        lists.write(out);
        groups.write(out);
    }

    static ListsHead read(DataInput in) throws IOException {
        int dimension = in.readVInt();
        return new ListsHead(
                dimension, in.readLong(), readInts(in), readInts(in), Centroids.read(in), Centroids.read(in));
    }

    private static void write(int[] ascending, DataOutput out) throws IOException {
        out.writeVInt(ascending.length);
        int last = 0;
        for (int value : ascending) {
            out.writeVInt(value - last);
            last = value;
        }
    }

    private static int[] readInts(DataInput in) throws IOException {
        int[] ascending = new int[in.readVInt()];
        int last = 0;
        for (int i = 0; i < ascending.length; i++) {
            last += in.readVInt();
            ascending[i] = last;
        }
        return ascending;
    }
}
