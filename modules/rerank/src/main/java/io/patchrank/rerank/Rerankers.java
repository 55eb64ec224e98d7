package io.patchrank.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.rerank.Reranker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The re-rankers by name. Thread-safe after construction. It owns what it hands out: close it, not them.
 *
 * <p>To add one: implement {@link Reranker} and register it in {@link #standard}.
 */
public final class Rerankers implements AutoCloseable {
    private final Map<String, Function<Map<String, Object>, Reranker>> byName = new TreeMap<>();
    private final List<Reranker> owned = new ArrayList<>();

    private Rerankers() {}

    /**
     * All re-rankers of this release, computing on {@code device}. Errors: {@code DEVICE_UNAVAILABLE}.
     *
     * @param ames taken over; empty where no checkpoint is configured, and then not offered
     */
    public static Rerankers standard(String device, MutualNnOptions mutualNn, Optional<AmesReranker> ames) {
        Rerankers rerankers = new Rerankers();
        rerankers.register(new NoRerank(), NoRerank::with);
        rerankers.register(new MutualNearestNeighbours(mutualNn, device), MutualNearestNeighbours::with);
        ames.ifPresent(reranker -> rerankers.register(reranker, AmesReranker::with));
        return rerankers;
    }

    private <R extends Reranker> void register(R reranker, BiFunction<R, Map<String, Object>, Reranker> with) {
        owned.add(reranker);
        byName.put(reranker.name(), overrides -> with.apply(reranker, overrides));
    }

    /** Names that {@link #get} knows, in alphabetical order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * @param overrides options of this request, by name, as JSON gives them; empty for those of the configuration
     *     (requests with the same options share micro-batches only when they are empty). Errors: {@code BAD_REQUEST}
     *     for an unknown name, an unknown option, or a value out of range
     */
    public Reranker get(String name, Map<String, Object> overrides) {
        Function<Map<String, Object>, Reranker> factory = byName.get(name);
        if (factory == null) {
            String reason = name.equals(AmesReranker.NAME)
                    ? "not configured: name an AMES checkpoint in rerank.ames.weights; until then choose one of "
                    : "no such re-ranker; choose one of ";
            throw new PatchrankException(ErrorCode.BAD_REQUEST, name, reason + String.join(", ", names()));
        }
        return factory.apply(overrides);
    }

    @Override
    public void close() {
        owned.forEach(Reranker::close);
    }
}
