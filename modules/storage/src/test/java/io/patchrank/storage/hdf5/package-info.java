@NullMarked
package io.patchrank.storage.hdf5;

import org.jspecify.annotations.NullMarked;
