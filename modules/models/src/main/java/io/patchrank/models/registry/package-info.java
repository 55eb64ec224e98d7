/**
 * Weights by name: what can be fetched and from where, the folder they are kept in, and their way into it.
 *
 * <p>A file is trusted by its SHA-256: the one of the registry, else the one that was seen at the first download.
 */
@NullMarked
package io.patchrank.models.registry;

import org.jspecify.annotations.NullMarked;
