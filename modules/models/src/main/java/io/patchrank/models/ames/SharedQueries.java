package io.patchrank.models.ames;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * What the first layer has made of the last few queries. The candidates of a query come in several calls; with 600
 * descriptors each would compute it again for a third of what a pair costs. Thread-safe. Owns native memory: of 600
 * descriptors 2.5 MB a query.
 */
final class SharedQueries implements AutoCloseable {
    private static final int KEPT = 8;

    /** Those that no call has, the last used last. */
    private final Deque<Entry> idle = new ArrayDeque<>();

    private record Entry(Descriptors query, AmesLayer.Shared shared) {}

    /**
     * For one call at a time: another of the same query computes its own. Given back with {@link #put}.
     *
     * @param compute runs in the caller's scope
     */
    AmesLayer.Shared take(Descriptors query, Supplier<AmesLayer.Shared> compute) {
        synchronized (this) {
            for (Iterator<Entry> entries = idle.iterator(); entries.hasNext(); ) {
                Entry entry = entries.next();
                if (same(entry.query(), query)) {
                    entries.remove();
                    return entry.shared();
                }
            }
        }
        return compute.get().kept();
    }

    synchronized void put(Descriptors query, AmesLayer.Shared shared) {
        idle.addLast(new Entry(query, shared));
        if (idle.size() > KEPT) {
            idle.removeFirst().shared().close();
        }
    }

    private static boolean same(Descriptors one, Descriptors other) {
        return one.codes() == other.codes()
                && Arrays.equals(
                        one.locals().values(), 0, one.length(), other.locals().values(), 0, other.length());
    }

    /** No call may be running. */
    @Override
    public synchronized void close() {
        idle.forEach(entry -> entry.shared().close());
        idle.clear();
    }
}
