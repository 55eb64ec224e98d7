/** What fewer or smaller local descriptors cost in quality. */
@NullMarked
package io.patchrank.evaluation.selection;

import org.jspecify.annotations.NullMarked;
