package io.patchrank.storage.hdf5;

import io.patchrank.api.error.PatchrankException;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** Chunked elements. Keeps the chunks read last, since rows that are read one by one share them. */
final class ChunkedData implements RawData {
    private static final int CACHED_BYTES = 32 << 20;

    private final FileBytes file;
    private final ChunkTable table;
    private final FilterPipeline filters;
    private final boolean wholePartialChunks;
    private final FillValue fill;
    private final LinkedHashMap<Integer, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true);
    private final int cachedChunks;

    /** @param wholePartialChunks whether chunks over the edge were left unfiltered */
    ChunkedData(FileBytes file, ChunkTable table, FilterPipeline filters, boolean wholePartialChunks, FillValue fill) {
        this.file = file;
        this.table = table;
        this.filters = filters;
        this.wholePartialChunks = wholePartialChunks;
        this.fill = fill;
        this.cachedChunks = Math.max(1, CACHED_BYTES / Math.max(1, table.shape().chunkBytes()));
    }

    @Override
    public void read(Box box, byte[] target) {
        if (!box.isEmpty()) {
            read(box, new long[box.rank()], 0, target);
        }
    }

    private void read(Box box, long[] scaled, int d, byte[] target) {
        ChunkShape shape = table.shape();
        if (d < box.rank()) {
            long first = box.start()[d] / shape.sides()[d];
            long last = (box.start()[d] + box.count()[d] - 1) / shape.sides()[d];
            for (long chunk = first; chunk <= last; chunk++) {
                scaled[d] = chunk;
                read(box, scaled, d + 1, target);
            }
            return;
        }
        Box chunk = shape.box(scaled);
        Box.copy(box.and(chunk), chunk, chunk(scaled), box, target, shape.elementBytes());
    }

    private byte[] chunk(long[] scaled) {
        int number = table.shape().number(scaled);
        synchronized (cache) {
            byte[] cached = cache.get(number);
            if (cached != null) {
                return cached;
            }
        }
        byte[] chunk = decode(number, scaled);
        synchronized (cache) {
            cache.put(number, chunk);
            while (cache.size() > cachedChunks) {
                cache.pollFirstEntry();
            }
        }
        return chunk;
    }

    private byte[] decode(int number, long[] scaled) {
        int size = table.shape().chunkBytes();
        if (!table.isWritten(number)) {
            byte[] empty = new byte[size];
            fill.fill(empty);
            return empty;
        }
        boolean unfiltered = wholePartialChunks && table.shape().isPartial(scaled);
        byte[] stored = file.bytes(table.address(number), table.size(number));
        try {
            return unfiltered ? stored : filters.undo(stored, table.skippedFilters(number), size);
        } catch (IllegalArgumentException e) {
            throw damaged(number, e);
        }
    }

    private PatchrankException damaged(int number, IllegalArgumentException cause) {
        return file.damaged("chunk at byte " + table.address(number) + ", which holds elements from "
                + Arrays.toString(
                        table.shape().box(table.shape().scaled(number)).start()) + ": " + cause.getMessage());
    }
}
