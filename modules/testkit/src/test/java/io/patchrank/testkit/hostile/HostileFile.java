package io.patchrank.testkit.hostile;

import java.nio.file.Path;

/**
 * @param kind what is wrong with it
 * @param path as the gallery names it
 */
record HostileFile(String kind, Path path, Expected expected) {}
