package io.patchrank.models.registry;

import java.nio.file.Path;

/**
 * Weights in the models folder.
 *
 * @param sha256 that the file must have; {@link ModelStore#pull} and {@link ModelStore#verify} compare, others rely on
 *     whoever loads it to do so
 * @param trust where the digest is from: {@code published} or {@code first use}
 * @param fetched whether it had to be fetched for this
 */
public record PulledModel(RegistryEntry entry, Path file, String sha256, String trust, boolean fetched) {}
