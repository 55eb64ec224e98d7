/** Which patches of a picture are worth keeping, learned: the detector of AMES. */
@NullMarked
package io.patchrank.models.detector;

import org.jspecify.annotations.NullMarked;
