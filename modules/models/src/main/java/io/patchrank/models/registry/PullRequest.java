package io.patchrank.models.registry;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to pull.
 *
 * @param from folder that holds the files, in place of the network
 * @param licenceAccepted whether the user agrees to terms that are not permissive
 */
public record PullRequest(Optional<Path> from, boolean licenceAccepted) {}
