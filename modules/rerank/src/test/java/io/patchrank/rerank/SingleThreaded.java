package io.patchrank.rerank;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs native computations on the calling thread alone, as the application does. */
public final class SingleThreaded implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        torch.set_num_threads(1);
        openblas_nolapack.blas_set_num_threads(1);
    }
}
