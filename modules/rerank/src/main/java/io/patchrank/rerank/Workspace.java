package io.patchrank.rerank;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** Native matrices of one matching call; they grow, and are reused because fresh pages cost more than the copy. */
final class Workspace implements AutoCloseable {
    private FloatPointer query = allocate(1);
    private FloatPointer candidates = allocate(1);
    private FloatPointer similarities = allocate(1);
    private FloatBuffer similarityRows = FloatBuffer.allocate(0);

    void query(Rows rows, boolean normalised) {
        query = atLeast(query, (long) rows.count() * rows.dimension());
        copy(rows, query.asBuffer(), normalised);
    }

    void candidates(List<Rows> tile, int totalRows, boolean normalised) {
        candidates = atLeast(candidates, (long) totalRows * tile.getFirst().dimension());
        FloatBuffer target = candidates.asBuffer();
        for (Rows rows : tile) {
            copy(rows, target, normalised);
        }
    }

    /** As they are, each filled up with zero rows to {@code rowsEach}. */
    void paddedCandidates(List<Rows> tile, int rowsEach) {
        int d = tile.getFirst().dimension();
        candidates = atLeast(candidates, (long) tile.size() * rowsEach * d);
        FloatBuffer target = candidates.asBuffer();
        for (Rows rows : tile) {
            copy(rows, target, true);
            target.put(new float[(rowsEach - rows.count()) * d]);
        }
    }

    private static void copy(Rows rows, FloatBuffer target, boolean normalised) {
        int d = rows.dimension();
        float[] values = rows.locals().values();
        if (normalised) {
            target.put(values, 0, rows.count() * d);
            return;
        }
        float[] unit = new float[d];
        for (int row = 0; row < rows.count(); row++) {
            float inverse = rows.inverseNorm(row);
            int start = row * d;
            for (int k = 0; k < d; k++) {
                unit[k] = values[start + k] * inverse;
            }
            target.put(unit);
        }
    }

    FloatPointer queryMatrix() {
        return query;
    }

    FloatPointer candidateMatrix() {
        return candidates;
    }

    /** Room for [rows, columns]. */
    FloatPointer similarities(int rows, int columns) {
        similarities = atLeast(similarities, (long) rows * columns);
        similarityRows = similarities.asBuffer();
        return similarities;
    }

    /** Copies row i of the similarities into {@code target}, whose length is the number of columns. */
    void similarityRow(int i, float[] target) {
        similarityRows.get(i * target.length, target);
    }

    /** Owned by the workspace alone: the reference held keeps a caller's PointerScope from freeing it. */
    private static FloatPointer allocate(long floats) {
        return new FloatPointer(floats).retainReference();
    }

    private static FloatPointer atLeast(FloatPointer pointer, long floats) {
        if (pointer.capacity() >= floats) {
            return pointer;
        }
        FloatPointer larger = allocate(floats);
        pointer.close();
        return larger;
    }

    @Override
    public void close() {
        query.close();
        candidates.close();
        similarities.close();
    }
}
