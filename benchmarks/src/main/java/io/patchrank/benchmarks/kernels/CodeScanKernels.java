package io.patchrank.benchmarks.kernels;

import io.patchrank.index.CodeKernel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The dot product of a query and one row of 8-bit codes, in a scan of rows that are in the cache or in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class CodeScanKernels {
    private static final int ROWS = 1024;
    private static final int BLOCK = 64;

    /** 1,024 of 384 values are 400 kB, 131,072 are 50 MB. */
    @Param({"1024", "131072"})
    public int rows = ROWS;

    @Param({"384", "768"})
    public int dimension = 384;

    private short[] query = new short[0];
    private byte[] codes = new byte[0];
    private final int[] dots = new int[BLOCK];
    private int first;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        codes = new byte[rows * dimension];
        random.nextBytes(codes);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) Math.max(codes[i], -127);
        }
        query = new short[dimension];
        for (int i = 0; i < dimension; i++) {
            query[i] = codes[i];
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int scan() {
        int sum = 0;
        for (int row = first; row < first + ROWS; row += BLOCK) {
            CodeKernel.dots(query, codes, row * dimension, dots, BLOCK);
            sum += dots[BLOCK - 1];
        }
        first = (first + ROWS) % rows;
        return sum;
    }
}
