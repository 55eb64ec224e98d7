package io.patchrank.pickle;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import org.jspecify.annotations.Nullable;

/**
 * The file that is read, for errors.
 *
 * @param code how a file of this kind is refused
 */
record Origin(String subject, ErrorCode code) {
    PatchrankException invalid(String reason) {
        return invalid(reason, null);
    }

    PatchrankException invalid(String reason, @Nullable Throwable cause) {
        return new PatchrankException(code, subject, reason, cause);
    }
}
