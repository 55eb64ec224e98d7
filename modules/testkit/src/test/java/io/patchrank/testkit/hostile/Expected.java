package io.patchrank.testkit.hostile;

import io.patchrank.api.error.ErrorCode;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a file may end.
 *
 * @param outcomes {@code INDEXED}, or codes of the state REJECTED; none when the gallery must not know the file
 */
record Expected(Set<String> outcomes) {
    private static final String INDEXED = "INDEXED";

    static final Expected NO_ROW = new Expected(Set.of());

    static Expected indexed() {
        return new Expected(Set.of(INDEXED));
    }

    static Expected rejected(ErrorCode... codes) {
        return new Expected(Arrays.stream(codes).map(ErrorCode::name).collect(Collectors.toSet()));
    }

    static Expected indexedOr(ErrorCode... codes) {
        Set<String> outcomes = new TreeSet<>(rejected(codes).outcomes());
        outcomes.add(INDEXED);
        return new Expected(outcomes);
    }

    /** Nothing is known but that it is the image's own matter: a few of its bits are wrong. */
    static Expected anyOfAnImage() {
        return indexedOr(
                ErrorCode.TRUNCATED_IMAGE,
                ErrorCode.CORRUPT_IMAGE,
                ErrorCode.UNSUPPORTED_FORMAT,
                ErrorCode.IMAGE_TOO_LARGE,
                ErrorCode.IMAGE_TOO_SMALL);
    }

    boolean hasRow() {
        return !outcomes.isEmpty();
    }
}
