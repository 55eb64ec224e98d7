package io.patchrank.imaging;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls that must end in a typed error. */
public final class Failing {
    private Failing() {}

    public static PatchrankException failure(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(PatchrankException.class, call), "the call succeeded");
    }

    public static ErrorCode code(ThrowingCallable call) {
        return failure(call).code();
    }
}
