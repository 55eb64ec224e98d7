package io.patchrank.models.registry;

import java.util.Optional;
import java.util.OptionalLong;

/** What is known of a file before it is fetched. */
record Expected(OptionalLong size, Optional<String> sha256) {}
