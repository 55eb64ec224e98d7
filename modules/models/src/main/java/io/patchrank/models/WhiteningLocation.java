package io.patchrank.models;

import java.nio.file.Path;

/** Where the whitening of the global descriptor is. */
public sealed interface WhiteningLocation {
    /** Descriptors stay raw. */
    record None() implements WhiteningLocation {}

    /** The one shipped with the embedded weights. */
    record Embedded() implements WhiteningLocation {}

    /** A file that {@link WhiteningFile#save} wrote. */
    record File(Path path) implements WhiteningLocation {}
}
