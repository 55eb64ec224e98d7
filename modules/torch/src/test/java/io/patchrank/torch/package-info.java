@NullMarked
package io.patchrank.torch;

import org.jspecify.annotations.NullMarked;
