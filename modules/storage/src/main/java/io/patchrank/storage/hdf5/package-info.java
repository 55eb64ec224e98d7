/**
 * Reads datasets of numbers and compounds from any HDF5 file that h5py writes, by the HDF5 File Format Specification
 * 3.0 (and the layout message of HDF5 2.0), without native code. jhdf, which writes our own files, reads neither virtual
 * datasets nor files of HDF5 2.0 in {@code libver='latest'}, and does not say when a file was cut short.
 */
@NullMarked
package io.patchrank.storage.hdf5;

import org.jspecify.annotations.NullMarked;
