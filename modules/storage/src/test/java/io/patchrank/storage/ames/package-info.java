@NullMarked
package io.patchrank.storage.ames;

import org.jspecify.annotations.NullMarked;
