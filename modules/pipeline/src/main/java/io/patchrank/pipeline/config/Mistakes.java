package io.patchrank.pipeline.config;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a configuration, gathered so that one run reports it all. */
final class Mistakes {
    private final List<String> lines = new ArrayList<>();

    void value(Setting setting, String got, String problem) {
        lines.add("%s: got \"%s\", %s (%s)".formatted(setting.key(), got, problem, setting.origin()));
    }

    void key(String key, String problem, String origin) {
        lines.add("%s: %s (%s)".formatted(key, problem, origin));
    }

    /** A mistake between the values of a section, each right by itself. */
    void section(String section, String problem) {
        lines.add(section + ": " + problem);
    }

    void throwIfAny(String subject) {
        if (!lines.isEmpty()) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, subject, String.join("\n", lines));
        }
    }
}
