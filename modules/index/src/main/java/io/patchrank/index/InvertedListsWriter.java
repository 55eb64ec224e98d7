package io.patchrank.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;

/**
 * Writes descriptors as inverted lists. In memory are the centroids and three numbers a descriptor; the codes wait in a
 * temporary file.
 */
final class InvertedListsWriter {
    /** Descriptors of a list on average. Shorter lists find the nearest sooner, but each has a centroid to compare. */
    private static final int ROWS_OF_A_LIST = 32;

    /** Bounds the memory for a list; where more descriptors are alike, several lists have the same centroid. */
    private static final int LARGEST_LIST = 4096;

    /** Bounds the memory for centroids: 65,536 of 768 values take 200 MB while they are learned, 50 MB afterwards. */
    private static final int MOST_LISTS = 1 << 16;

    /** With fewer descriptors all are in one list. */
    private static final int SMALLEST = 512;

    /** Descriptors from which a centroid is learned, on average. */
    private static final int SAMPLE = 16;

    /** Bounds the memory for samples: 8,192 of 768 values take 25 MB. */
    private static final int LARGEST_SAMPLE = 8192;

    private final SegmentWriteState state;
    private final IndexOutput out;
    private final int dimension;
    private final IORunnable alive;
    private final ListBuffer list = new ListBuffer();

    /** Descriptors that can be read more than once, each time in order. */
    interface Vectors {
        FloatVectorValues open() throws IOException;
    }

    /** What is done with each of them. */
    private interface Step {
        void take(int row, float[] vector) throws IOException;
    }

    /**
     * @param out where the lists are written
     * @param alive is asked again and again, and throws when this is to end
     */
    InvertedListsWriter(SegmentWriteState state, IndexOutput out, int dimension, IORunnable alive) {
        this.state = state;
        this.out = out;
        this.dimension = dimension;
        this.alive = alive;
    }

    ListsHead write(Vectors vectors) throws IOException {
        int rows = count(vectors);
        return rows < SMALLEST ? writeOne(vectors, rows) : writeMany(vectors, rows);
    }

    private ListsHead writeOne(Vectors vectors, int rows) throws IOException {
        long start = out.getFilePointer();
        forEach(vectors, (row, vector) -> {
            Codes codes = Codes.of(vector);
            list.add(codes.bytes(), codes.scale(), codes.error(), row);
        });
        list.flush(out, Codes.padded(dimension));
        // Always read, so its centroid tells nothing.
        Centroids none = Centroids.of(List.of(new float[dimension]));
        return new ListsHead(dimension, start, new int[] {rows}, new int[] {1}, none, none);
    }

    private ListsHead writeMany(Vectors vectors, int rows) throws IOException {
        int lists = Math.min(rows / ROWS_OF_A_LIST, MOST_LISTS);
        int count = (int) Math.round(Math.sqrt(lists));
        List<float[]> groups = SphericalKMeans.centroids(sample(vectors, rows), count);
        String waiting = null;
        try {
            int[] groupOf = new int[rows];
            try (IndexOutput codes = state.directory.createTempOutput(state.segmentInfo.name, "codes", state.context)) {
                waiting = codes.getName();
                List<float[]> block = new ArrayList<>(SphericalKMeans.BLOCK);
                forEach(vectors, (row, vector) -> {
                    CodeFile.append(Codes.of(vector), codes);
                    block.add(vector.clone());
                    if (block.size() == SphericalKMeans.BLOCK || row == rows - 1) {
                        int[] nearest = SphericalKMeans.nearest(block, groups);
                        System.arraycopy(nearest, 0, groupOf, row + 1 - nearest.length, nearest.length);
                        block.clear();
                    }
                });
            }
            try (IndexInput in = state.directory.openInput(waiting, state.context)) {
                CodeFile codes = new CodeFile(in, dimension);
                int[][] members = members(groupOf, groups.size());
                double share = (double) lists / rows;
                ClusterTree tree = new ClusterTree(groups, group -> centroids(members[group], share, codes));
                return writeLists(tree, listOf(tree, members, codes, rows), codes);
            }
        } finally {
            if (waiting != null) {
                IOUtils.deleteFilesIgnoringExceptions(state.directory, waiting);
            }
        }
    }

    /** Group by group: like descriptors meet the same centroids, which then are in a cache. */
    private int[] listOf(ClusterTree tree, int[][] members, CodeFile codes, int rows) throws IOException {
        int[] listOf = new int[rows];
        List<float[]> block = new ArrayList<>(SphericalKMeans.BLOCK);
        for (int[] group : members) {
            for (int first = 0; first < group.length; first += SphericalKMeans.BLOCK) {
                alive.run();
                block.clear();
                for (int i = first; i < Math.min(group.length, first + SphericalKMeans.BLOCK); i++) {
                    block.add(codes.vector(group[i]));
                }
                int[] nearest = tree.nearestLists(block);
                for (int i = 0; i < nearest.length; i++) {
                    listOf[group[first + i]] = nearest[i];
                }
            }
        }
        return listOf;
    }

    private ListsHead writeLists(ClusterTree tree, int[] listOf, CodeFile codes) throws IOException {
        long start = out.getFilePointer();
        int[][] members = members(listOf, tree.lists());
        List<Integer> ends = new ArrayList<>();
        List<Integer> groupEnds = new ArrayList<>();
        List<float[]> lists = new ArrayList<>();
        List<float[]> groups = new ArrayList<>();
        int written = 0;
        for (int group = 0; group < tree.groups(); group++) {
            int before = lists.size();
            for (int of = tree.firstList(group); of < tree.firstList(group + 1); of++) {
                for (int first = 0; first < members[of].length; first += LARGEST_LIST) {
                    int end = Math.min(members[of].length, first + LARGEST_LIST);
                    for (int i = first; i < end; i++) {
                        codes.copy(members[of][i], list);
                    }
                    list.flush(out, Codes.padded(dimension));
                    written += end - first;
                    ends.add(written);
                    lists.add(tree.list(of));
                }
            }
            if (lists.size() > before) {
                groups.add(tree.group(group));
                groupEnds.add(lists.size());
            }
        }
        return new ListsHead(dimension, start, ints(ends), ints(groupEnds), Centroids.of(lists), Centroids.of(groups));
    }

    /** @param share lists a member */
    private List<float[]> centroids(int[] members, double share, CodeFile codes) throws IOException {
        alive.run();
        int lists = (int) Math.clamp(Math.round(members.length * share), 1, LARGEST_SAMPLE / SAMPLE);
        int wanted = Math.min(members.length, lists * SAMPLE);
        List<float[]> sample = new ArrayList<>(wanted);
        for (int i = 0; i < wanted; i++) {
            sample.add(codes.vector(members[(int) ((long) i * members.length / wanted)]));
        }
        return SphericalKMeans.centroids(sample, lists);
    }

    /** The rows of each group, ascending. */
    private static int[][] members(int[] groupOf, int groups) {
        int[] sizes = new int[groups];
        for (int group : groupOf) {
            sizes[group]++;
        }
        int[][] members = new int[groups][];
        for (int group = 0; group < groups; group++) {
            members[group] = new int[sizes[group]];
        }
        for (int row = groupOf.length - 1; row >= 0; row--) {
            members[groupOf[row]][--sizes[groupOf[row]]] = row;
        }
        return members;
    }

    /** Values that are merged tell how many they are only with those of deleted documents. */
    private static int count(Vectors vectors) throws IOException {
        KnnVectorValues.DocIndexIterator docs = vectors.open().iterator();
        int rows = 0;
        while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            rows++;
        }
        return rows;
    }

    private static List<float[]> sample(Vectors vectors, int rows) throws IOException {
        int stride = Math.ceilDiv(rows, LARGEST_SAMPLE);
        List<float[]> sample = new ArrayList<>();
        FloatVectorValues values = vectors.open();
        KnnVectorValues.DocIndexIterator docs = values.iterator();
        for (int row = 0; docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS; row++) {
            if (row % stride == 0) {
                sample.add(values.vectorValue(docs.index()).clone());
            }
        }
        return sample;
    }

    private void forEach(Vectors vectors, Step step) throws IOException {
        FloatVectorValues values = vectors.open();
        KnnVectorValues.DocIndexIterator docs = values.iterator();
        for (int row = 0; docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS; row++) {
            alive.run();
            step.take(row, values.vectorValue(docs.index()));
        }
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
