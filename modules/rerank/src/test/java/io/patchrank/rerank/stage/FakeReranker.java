package io.patchrank.rerank.stage;

import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Scores a pair by the product of both images' numbers, and adds that to the similarity. */
final class FakeReranker implements Reranker {
    private final List<List<Pair>> batches = new ArrayList<>();
    private final Consumer<List<Pair>> before;

    FakeReranker() {
        this(pairs -> {});
    }

    /** @param before called on the scorer thread with each batch; may block or throw */
    FakeReranker(Consumer<List<Pair>> before) {
        this.before = before;
    }

    /** One that scores nothing until the semaphore has permits. */
    static FakeReranker held(Semaphore permits) {
        return new FakeReranker(pairs -> permits.acquireUninterruptibly());
    }

    /** The batches it was given, in order. */
    List<List<Pair>> batches() {
        synchronized (batches) {
            return List.copyOf(batches);
        }
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int descriptorCount() {
        return 1;
    }

    @Override
    public List<PairScore> score(List<Pair> pairs) {
        synchronized (batches) {
            batches.add(pairs);
        }
        before.accept(pairs);
        return pairs.stream()
                .map(pair -> pair.query().values()[0] * pair.candidate().values()[0])
                .map(raw -> new PairScore(raw, raw.intValue()))
                .toList();
    }

    @Override
    public float[] combine(ShortlistScores shortlist) {
        float[] finals = new float[shortlist.size()];
        IntStream.range(0, finals.length)
                .forEach(i -> finals[i] = shortlist.similarities().get(i)
                        + shortlist.scores().get(i).map(PairScore::raw).orElse(0f));
        return finals;
    }
}
