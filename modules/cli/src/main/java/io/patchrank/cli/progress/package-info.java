/** How far a long command has come. */
@NullMarked
package io.patchrank.cli.progress;

import org.jspecify.annotations.NullMarked;
