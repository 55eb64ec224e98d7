package io.patchrank.models.registry;

import java.util.Optional;
import java.util.OptionalLong;

/** What is known of a file before it is fetched. */
record Expected(OptionalLong size, Optional<String> sha256) {
    /** What the registry says, else what was seen first. */
    static Expected of(RegistryEntry entry, Optional<DigestRecord> record) {
        return new Expected(
                entry.size().isPresent()
                        ? entry.size()
                        : record.map(seen -> OptionalLong.of(seen.size())).orElse(OptionalLong.empty()),
                entry.sha256().or(() -> record.map(DigestRecord::sha256)));
    }
}
