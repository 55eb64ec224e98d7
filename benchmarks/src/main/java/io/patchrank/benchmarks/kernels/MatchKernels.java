package io.patchrank.benchmarks.kernels;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.rerank.CountJudgement;
import io.patchrank.rerank.MutualNearestNeighbours;
import io.patchrank.rerank.MutualNnOptions;
import io.patchrank.torch.TorchThreads;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Mutual nearest neighbours of 300 x 384 descriptors in 24 candidates, as one micro-batch on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatchKernels {
    private static final int CANDIDATES = 24;
    private static final int PATCHES = 300;
    private static final int DIMENSION = 384;

    @Param({"true", "false"})
    public boolean normalised;

    private List<Pair> pairs = List.of();
    private MutualNearestNeighbours reranker = reranker(true);

    private static MutualNearestNeighbours reranker(boolean normalised) {
        MutualNnOptions defaults = MutualNnOptions.DEFAULTS;
        return new MutualNearestNeighbours(
                new MutualNnOptions(
                        defaults.threshold(),
                        defaults.attention(),
                        defaults.saliency(),
                        defaults.share(),
                        PATCHES,
                        normalised,
                        CountJudgement.DEFAULTS),
                "cpu");
    }

    @Setup
    public void prepare() {
        TorchThreads.useCallingThreadOnly();
        reranker.close();
        reranker = reranker(normalised);
        Random random = new Random(1);
        LocalDescriptors query = descriptors(random);
        pairs = IntStream.range(0, CANDIDATES)
                .mapToObj(i -> new Pair(query, descriptors(random)))
                .toList();
    }

    private static LocalDescriptors descriptors(Random random) {
        float[] values = new float[PATCHES * DIMENSION];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(DIMENSION));
        }
        float[] ones = new float[PATCHES];
        Arrays.fill(ones, 1);
        return new LocalDescriptors(DIMENSION, ones, ones, ones, ones, new boolean[PATCHES], values);
    }

    @TearDown
    public void close() {
        reranker.close();
    }

    @Benchmark
    public List<PairScore> matches() {
        return reranker.score(pairs);
    }
}
