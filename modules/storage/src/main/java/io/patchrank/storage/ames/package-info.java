/**
 * The files of AMES (Suma et al., ECCV 2024): local descriptors as HDF5 in format 1, format 2 and as virtual datasets,
 * raw global descriptors, image lists. {@code docs/formats.md} describes them.
 */
@NullMarked
package io.patchrank.storage.ames;

import org.jspecify.annotations.NullMarked;
