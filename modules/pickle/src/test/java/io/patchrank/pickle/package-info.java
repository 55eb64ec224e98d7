@NullMarked
package io.patchrank.pickle;

import org.jspecify.annotations.NullMarked;
