@NullMarked
package io.patchrank.storage;

import org.jspecify.annotations.NullMarked;
