package io.patchrank.torch;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * One thread a forward pass. Parallelism comes from several workers, each computing single-threaded: two intra-op
 * threads make OpenBLAS' and libgomp's spinning pools fight, which measured 10 times slower than one thread.
 *
 * <p>The thread count of torch is sticky per thread, that of OpenBLAS holds for the process. Both are set the first
 * time a thread asks; later calls cost nothing. {@link NativeScope} asks by itself, so only code that starts workers
 * needs to call this: once on the main thread, before the workers exist.
 */
public final class TorchThreads {
    private static final ThreadLocal<Integer> LIMIT = ThreadLocal.withInitial(TorchThreads::limitCallingThread);

    private TorchThreads() {}

    /** Makes torch compute on the calling thread alone. Idempotent. Returns the number of intra-op threads: 1. */
    public static int useCallingThreadOnly() {
        return LIMIT.get();
    }

    private static int limitCallingThread() {
        LibtorchFiles.unpack();
        torch.set_num_threads(1);
        openblas_nolapack.blas_set_num_threads(1);
        return torch.get_num_threads();
    }
}
