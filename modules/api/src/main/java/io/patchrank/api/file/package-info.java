/** Files that survive a crash. */
@NullMarked
package io.patchrank.api.file;

import org.jspecify.annotations.NullMarked;
