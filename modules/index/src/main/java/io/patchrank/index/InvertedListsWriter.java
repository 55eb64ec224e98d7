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
import org.apache.lucene.util.IOUtils;

/**
 * Writes descriptors as inverted lists. Two levels of k-means: the descriptors are divided into groups, and each group
 * into lists, so that n descriptors take some 2 √n comparisons each and memory does not grow with them, but for two
 * numbers a descriptor. The codes wait in a temporary file.
 */
final class InvertedListsWriter {
    /** Descriptors of a list on average. Shorter lists find the nearest sooner, but each has a centroid to compare. */
    private static final int ROWS_OF_A_LIST = 32;

    /** With fewer descriptors all are in one list. */
    private static final int SMALLEST = 16 * ROWS_OF_A_LIST;

    /** Descriptors from which a centroid is learned, on average. */
    private static final int SAMPLE = 16;

    /** Bounds the memory for samples: 8,192 of 768 values take 25 MB. */
    private static final int LARGEST_SAMPLE = 8192;

    private final SegmentWriteState state;
    private final IndexOutput out;
    private final int dimension;
    private final ListBuffer buffer = new ListBuffer();

    /** Descriptors that can be read more than once, each time in order. */
    interface Vectors {
        FloatVectorValues open() throws IOException;
    }

    /** @param out where the lists are written */
    InvertedListsWriter(SegmentWriteState state, IndexOutput out, int dimension) {
        this.state = state;
        this.out = out;
        this.dimension = dimension;
    }

    ListsHead write(Vectors vectors) throws IOException {
        long start = out.getFilePointer();
        int rows = count(vectors);
        if (rows < SMALLEST) {
            return writeOne(vectors, rows, start);
        }
        int count = (int) Math.round(Math.sqrt((double) rows / ROWS_OF_A_LIST));
        List<float[]> groups = SphericalKMeans.centroids(sample(vectors, rows, count * SAMPLE * SAMPLE), count);
        String waiting = null;
        try {
            int[] groupOf = new int[rows];
            try (IndexOutput codes = state.directory.createTempOutput(state.segmentInfo.name, "codes", state.context)) {
                waiting = codes.getName();
                int row = 0;
                FloatVectorValues values = vectors.open();
                KnnVectorValues.DocIndexIterator docs = values.iterator();
                while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                    float[] vector = values.vectorValue(docs.index());
                    groupOf[row++] = SphericalKMeans.nearest(vector, groups);
                    CodeFile.append(Codes.of(vector), codes);
                }
            }
            try (IndexInput codes = state.directory.openInput(waiting, state.context)) {
                return writeGroups(groups, groupOf, new CodeFile(codes, dimension), start);
            }
        } finally {
            if (waiting != null) {
                IOUtils.deleteFilesIgnoringExceptions(state.directory, waiting);
            }
        }
    }

    private ListsHead writeOne(Vectors vectors, int rows, long start) throws IOException {
        FloatVectorValues values = vectors.open();
        KnnVectorValues.DocIndexIterator docs = values.iterator();
        int row = 0;
        while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            Codes codes = Codes.of(values.vectorValue(docs.index()));
            buffer.add(codes.bytes(), codes.scale(), codes.error(), row++);
        }
        buffer.flush(out, Codes.padded(dimension));
        // Always compared whole, so its centroid tells nothing.
        Centroids none = Centroids.of(List.of(new float[dimension]));
        return new ListsHead(dimension, start, new int[] {rows}, new int[] {1}, none, none);
    }

    private ListsHead writeGroups(List<float[]> groups, int[] groupOf, CodeFile codes, long start) throws IOException {
        List<float[]> lists = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        List<Integer> groupEnds = new ArrayList<>();
        List<float[]> filled = new ArrayList<>();
        int[][] members = members(groupOf, groups.size());
        int row = 0;
        for (int group = 0; group < members.length; group++) {
            if (members[group].length == 0) {
                continue;
            }
            List<float[]> centroids = centroids(members[group], codes);
            int[] listOf = new int[members[group].length];
            for (int i = 0; i < listOf.length; i++) {
                listOf[i] = SphericalKMeans.nearest(codes.vector(members[group][i]), centroids);
            }
            int[][] places = members(listOf, centroids.size());
            for (int list = 0; list < places.length; list++) {
                if (places[list].length > 0) {
                    for (int place : places[list]) {
                        codes.copy(members[group][place], buffer);
                    }
                    buffer.flush(out, Codes.padded(dimension));
                    row += places[list].length;
                    ends.add(row);
                    lists.add(centroids.get(list));
                }
            }
            filled.add(groups.get(group));
            groupEnds.add(lists.size());
        }
        return new ListsHead(
                dimension,
                start,
                ends.stream().mapToInt(Integer::intValue).toArray(),
                groupEnds.stream().mapToInt(Integer::intValue).toArray(),
                Centroids.of(lists),
                Centroids.of(filled));
    }

    private static List<float[]> centroids(int[] members, CodeFile codes) throws IOException {
        int lists = Math.clamp(Math.round((float) members.length / ROWS_OF_A_LIST), 1, LARGEST_SAMPLE / SAMPLE);
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

    /** Values tell how many they are only with those of deleted documents. */
    private static int count(Vectors vectors) throws IOException {
        KnnVectorValues.DocIndexIterator docs = vectors.open().iterator();
        int rows = 0;
        while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            rows++;
        }
        return rows;
    }

    private static List<float[]> sample(Vectors vectors, int rows, int wanted) throws IOException {
        int stride = Math.max(1, rows / Math.min(wanted, LARGEST_SAMPLE));
        List<float[]> sample = new ArrayList<>();
        FloatVectorValues values = vectors.open();
        KnnVectorValues.DocIndexIterator docs = values.iterator();
        for (int row = 0; docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS; row++) {
            if (row % stride == 0 && sample.size() < LARGEST_SAMPLE) {
                sample.add(values.vectorValue(docs.index()).clone());
            }
        }
        return sample;
    }
}
