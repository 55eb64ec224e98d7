package io.patchrank.benchmarks.kernels;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.storage.RowLayout;
import io.patchrank.storage.StoredType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** From a stored row of 300 x 384 descriptors to numbers, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Float16Kernels {
    private static final int PATCHES = 300;
    private static final int DIMENSION = 384;

    @Param({"FLOAT16", "FLOAT32"})
    public StoredType type = StoredType.FLOAT16;

    private RowLayout layout = new RowLayout(type, PATCHES, DIMENSION, 1);
    private ByteBuffer row = ByteBuffer.allocate(0);
    private LocalDescriptors locals = descriptors();

    @Setup
    public void prepare() {
        layout = new RowLayout(type, PATCHES, DIMENSION, 1);
        row = ByteBuffer.allocate(PATCHES * (RowLayout.META_COLUMNS + DIMENSION) * type.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        locals = descriptors();
        layout.putLocals(locals, row);
    }

    private static LocalDescriptors descriptors() {
        Random random = new Random(1);
        float[] values = new float[PATCHES * DIMENSION];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(DIMENSION));
        }
        float[] zeros = new float[PATCHES];
        return new LocalDescriptors(DIMENSION, zeros, zeros, zeros, zeros, new boolean[PATCHES], values);
    }

    @Benchmark
    public LocalDescriptors read() {
        return layout.getLocals(row.clear(), PATCHES);
    }

    @Benchmark
    public ByteBuffer write() {
        layout.putLocals(locals, row.clear());
        return row;
    }
}
