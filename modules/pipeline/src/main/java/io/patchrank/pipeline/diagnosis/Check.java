package io.patchrank.pipeline.diagnosis;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param name what
 * @param detail what was found and, unless all is well, what to do
 * @param code of what fails; empty unless {@link Verdict#FAIL}
 */
public record Check(String name, Verdict verdict, String detail, Optional<ErrorCode> code) {
    /** WARN: it works, but slower or with less than there could be. */
    public enum Verdict {
        OK,
        WARN,
        FAIL
    }

    static Check ok(String name, String detail) {
        return new Check(name, Verdict.OK, detail, Optional.empty());
    }

    static Check warn(String name, String detail) {
        return new Check(name, Verdict.WARN, detail, Optional.empty());
    }

    static Check fail(String name, ErrorCode code, String detail) {
        return new Check(name, Verdict.FAIL, detail, Optional.of(code));
    }

    static Check fail(String name, PatchrankException failure) {
        return fail(name, failure.code(), failure.getMessage());
    }
}
