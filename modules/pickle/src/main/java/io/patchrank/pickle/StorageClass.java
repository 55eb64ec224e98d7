package io.patchrank.pickle;

/** A class such as {@code torch.FloatStorage}, as a pickle names it. */
record StorageClass(ElementType type) {}
