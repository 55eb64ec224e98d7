/**
 * Features on disk: an append-only journal that is sealed, segment by segment, into HDF5 shards which AMES' own code
 * and h5py read. The format is described in {@code docs/storage-format.md}.
 */
@NullMarked
package io.patchrank.storage;

import org.jspecify.annotations.NullMarked;
