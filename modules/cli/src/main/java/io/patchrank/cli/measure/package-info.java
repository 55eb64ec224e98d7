/** Judging a gallery by a ground truth, through the same searches that users make. */
@NullMarked
package io.patchrank.cli.measure;

import org.jspecify.annotations.NullMarked;
