package io.patchrank.benchmarks;

import io.patchrank.torch.NativeScope;
import io.patchrank.torch.TorchThreads;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Speed of the matrix products that the networks use, each of the workers given computing on one thread at the same time;
 * what {@code peers/gemm.py} measures, GFLOP/s of all workers together. Argument: the number of workers.
 */
public final class MatrixPeaks {
    private static final int ROUNDS = 12;
    private static final long LARGE = 1L << 27;

    private record Shape(String name, long rows, long inside, long outside) {
        double flops() {
            return 2.0 * rows * inside * outside;
        }
    }

    private static final List<Shape> SHAPES =
            List.of(new Shape("layer", 392, 384, 1536), new Shape("square", 1024, 1024, 1024));

    private MatrixPeaks() {}

    public static void main(String[] arguments) throws Exception {
        TorchThreads.useCallingThreadOnly();
        int workers = Integer.parseInt(arguments[0]);
        JsonObject measured = new JsonObject();
        for (Shape shape : SHAPES) {
            measured.put("float32, " + shape.name(), gigaflops(workers, shape, ScalarType.Float, false));
            measured.put("bfloat16, " + shape.name(), gigaflops(workers, shape, ScalarType.BFloat16, false));
            measured.put("int8, " + shape.name(), gigaflops(workers, shape, ScalarType.Float, true));
        }
        double seconds = slowest(workers, () -> {
            Tensor large = torch.ones(LARGE / workers);
            return () -> large.sum().close();
        });
        measured.put("memory", 4.0 * LARGE / seconds / 1e9);
        Round.print(measured, workers + " threads");
    }

    private static double gigaflops(int workers, Shape shape, ScalarType type, boolean int8) throws Exception {
        double seconds = slowest(workers, () -> {
            Tensor x = torch.randn(shape.rows(), shape.inside()).to(type);
            Tensor weight = torch.randn(shape.outside(), shape.inside());
            Tensor bias = torch.randn(shape.outside());
            if (!int8) {
                Tensor columns = weight.to(type).t().contiguous().t();
                TensorOptional added = new TensorOptional(bias.to(type));
                return () -> torch.linear(x, columns, added).close();
            }
            Tensor scales = torch.ones(shape.outside()).div_(new Scalar(32.0));
            Tensor zeros = torch.zeros(shape.outside()).to(ScalarType.Long);
            IValue packed = call(
                    "quantized::linear_prepack",
                    new IValue(torch.quantize_per_channel(weight, scales, zeros, 0, ScalarType.QInt8)),
                    new IValue(bias));
            return () -> call("quantized::linear_dynamic", new IValue(x), packed, new IValue(true));
        });
        return workers * shape.flops() / seconds / 1e9;
    }

    private static IValue call(String operator, IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        Dispatcher.singleton().findSchemaOrThrow(operator, "").callBoxed(stack);
        return new IValue(stack.get(0));
    }

    /** Makes what one worker computes again and again. */
    private interface Work {
        Runnable prepare();
    }

    /** Of all workers side by side, the best time of the slowest one. */
    private static double slowest(int workers, Work work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(workers);
        List<Future<Double>> times = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            for (int i = 0; i < workers; i++) {
                times.add(threads.submit(() -> {
                    together.await();
                    return NativeScope.compute("matrix product", () -> best(work.prepare()));
                }));
            }
        }
        double slowest = 0;
        for (Future<Double> time : times) {
            slowest = Math.max(slowest, time.get());
        }
        return slowest;
    }

    private static double best(Runnable product) {
        product.run();
        double nanos = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            product.run();
            nanos = Math.min(nanos, (double) (System.nanoTime() - start));
        }
        return nanos / 1e9;
    }
}
