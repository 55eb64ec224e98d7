package io.patchrank.rerank;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.Numbers;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairEvidence;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.ShortlistScores;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.models.ames.GalleryTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ames}: the transformer of {@link AmesNetwork} scores each pair, and
 *
 * <pre>
 *   final = lambda * similarity + (1 - lambda) / (1 + exp(-temperature * raw))
 * </pre>
 *
 * <p>A candidate not scored yet, and one without descriptors, counts the median of those scored in place of its own
 * second term (a half while none is): a candidate that the network rejects falls behind it at once.
 *
 * <p>Thread-safe. Computes on the calling thread; what depends on one image alone is computed once: of the last few
 * queries, and of gallery images within a bound of memory.
 */
public final class AmesReranker implements Reranker {
    public static final String NAME = "ames";

    private final AmesNetwork network;
    private final AmesRerankOptions options;
    private final AmesTokenCache cache;
    private final LocalsForm reads;
    private final boolean ownsNetwork;

    /** What {@code score} says of a pair with an image without descriptors. */
    private enum Undecided implements PairEvidence {
        NO_DESCRIPTORS
    }

    /**
     * @param network closed with this re-ranker
     * @param cacheBytes memory for what is kept of gallery images; 0 keeps nothing
     * @param reads what it wants to read of candidates; codes only for a network that takes them
     */
    public AmesReranker(AmesNetwork network, AmesRerankOptions options, long cacheBytes, LocalsForm reads) {
        this(network, options, new AmesTokenCache(cacheBytes), reads, true);
    }

    private AmesReranker(
            AmesNetwork network,
            AmesRerankOptions options,
            AmesTokenCache cache,
            LocalsForm reads,
            boolean ownsNetwork) {
        this.network = network;
        this.options = options;
        this.cache = cache;
        this.reads = reads;
        this.ownsNetwork = ownsNetwork;
    }

    /** The same with other options; it shares network and memory, and needs no closing. */
    public AmesReranker with(Map<String, Object> overrides) {
        return overrides.isEmpty() ? this : new AmesReranker(network, options.with(overrides), cache, reads, false);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int descriptorCount() {
        return options.descriptorCount();
    }

    @Override
    public LocalsForm reads() {
        return reads;
    }

    /**
     * Errors: {@code MODEL_MISMATCH} naming both dimensions when the checkpoint was made for other descriptors,
     * {@code DATA_CORRUPT} for a descriptor that holds no finite number; they name the candidate by its key.
     */
    @Override
    public List<PairScore> score(List<Pair> pairs) {
        PairScore[] scores = new PairScore[pairs.size()];
        Arrays.fill(scores, new PairScore(0, 0, Undecided.NO_DESCRIPTORS));
        PairsByQuery.of(pairs, AmesReranker::isDecidable).forEach((query, positions) -> {
            List<GalleryTokens> candidates =
                    candidates(positions.stream().map(pairs::get).toList());
            float[] raw = network.score(atMost(query, options.queryDescriptorCount()), candidates);
            for (int i = 0; i < raw.length; i++) {
                scores[positions.get(i)] = new PairScore(raw[i], 0);
            }
        });
        return List.of(scores);
    }

    private static boolean isDecidable(Pair pair) {
        return pair.query().validCount() > 0 && pair.candidate().validCount() > 0;
    }

    private List<GalleryTokens> candidates(List<Pair> pairs) {
        List<Optional<GalleryTokens>> known = pairs.stream()
                .map(pair -> pair.key().flatMap(key -> cache.find(key, options.descriptorCount())))
                .toList();
        List<String> names = new ArrayList<>();
        List<LocalDescriptors> images = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).isEmpty()) {
                names.add(pairs.get(i).key().map(Object::toString).orElse("candidate"));
                images.add(atMost(pairs.get(i).candidate(), options.descriptorCount()));
            }
        }
        List<GalleryTokens> computed = network.gallery(names, images);
        List<GalleryTokens> all = new ArrayList<>(known.size());
        int next = 0;
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).isPresent()) {
                all.add(known.get(i).get());
            } else {
                GalleryTokens tokens = computed.get(next++);
                pairs.get(i).key().ifPresent(key -> cache.keep(key, options.descriptorCount(), tokens));
                all.add(tokens);
            }
        }
        return all;
    }

    private static LocalDescriptors atMost(LocalDescriptors locals, int count) {
        return locals.count() > count ? locals.resized(count) : locals;
    }

    @Override
    public float[] combine(ShortlistScores shortlist) {
        double[] squashed = squashed(shortlist);
        double usual = usual(squashed);
        float[] finals = new float[squashed.length];
        for (int i = 0; i < finals.length; i++) {
            finals[i] =
                    (float) weighed(shortlist.similarities().get(i), Double.isNaN(squashed[i]) ? usual : squashed[i]);
        }
        return finals;
    }

    /** The second term of each candidate; NaN while it has none of its own. */
    private double[] squashed(ShortlistScores shortlist) {
        return shortlist.scores().stream()
                .mapToDouble(score -> score.filter(s -> s.evidence() != Undecided.NO_DESCRIPTORS)
                        .map(s -> 1 / (1 + Math.exp(-(double) options.temperature() * s.raw())))
                        .orElse(Double.NaN))
                .toArray();
    }

    private static double usual(double[] squashed) {
        double[] known =
                Arrays.stream(squashed).filter(value -> !Double.isNaN(value)).toArray();
        return known.length == 0 ? 0.5 : Quantile.median(known);
    }

    private double weighed(float similarity, double second) {
        double lambda = options.lambda();
        return lambda * similarity + (1 - lambda) * second;
    }

    /** Without matches: a transformer looks at all patches together. */
    @Override
    public List<Explanation> explain(ShortlistScores shortlist, List<Integer> positions) {
        double[] squashed = squashed(shortlist);
        double usual = usual(squashed);
        return positions.stream()
                .map(position -> new Explanation(formula(shortlist, position, squashed[position], usual), List.of()))
                .toList();
    }

    private String formula(ShortlistScores shortlist, int position, double own, double usual) {
        boolean known = !Double.isNaN(own);
        String network = shortlist
                .scores()
                .get(position)
                .filter(score -> known)
                .map(score -> "AMES gives " + Numbers.plain(score.raw()) + ", sigmoid("
                        + Numbers.plain(options.temperature()) + " * " + Numbers.plain(score.raw()) + ") = "
                        + Numbers.plain(own))
                .orElseGet(() ->
                        "AMES has not compared this pair, so the median of the others counts, " + Numbers.plain(usual));
        float similarity = shortlist.similarities().get(position);
        double second = known ? own : usual;
        return network + "; score = " + Numbers.plain(options.lambda()) + " * similarity " + Numbers.plain(similarity)
                + " + " + Numbers.plain(1 - options.lambda()) + " * " + Numbers.plain(second) + " = "
                + Numbers.plain((float) weighed(similarity, second));
    }

    @Override
    public void close() {
        if (ownsNetwork) {
            network.close();
        }
    }
}
