package io.patchrank.torch;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;

/**
 * One native computation on the calling thread: no gradients, one thread, every temporary released at the end, and a
 * failure of torch arrives as a {@link PatchrankException} that holds the first line of it (the rest is a C++ trace).
 */
public final class NativeScope {
    private NativeScope() {}

    /**
     * Runs {@code work}. What it returns must own no pointer of the scope, except those it has {@link #keep kept}.
     *
     * @param subject the file, model or operation named by a failure
     */
    public static <T> T compute(String subject, Supplier<T> work) {
        TorchThreads.useCallingThreadOnly();
        try (InferenceMode inference = new InferenceMode(true);
                PointerScope scope = new PointerScope()) {
            return work.get();
        } catch (RuntimeException e) {
            throw typed(subject, e);
        }
    }

    /** Lets {@code pointer} outlive the scope; its new owner closes it. */
    public static <P extends Pointer> P keep(P pointer) {
        return pointer.retainReference();
    }

    /** JavaCPP throws exactly RuntimeException for every C++ exception; subclasses are ours and pass unchanged. */
    private static RuntimeException typed(String subject, RuntimeException failure) {
        if (failure.getClass() != RuntimeException.class) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        String firstLine = message.lines().findFirst().orElse(message);
        return new PatchrankException(ErrorCode.INTERNAL, subject, "torch failed: " + firstLine, failure);
    }
}
