/** AMES: a transformer that says how alike two images are by their local descriptors. */
@NullMarked
package io.patchrank.models.ames;

import org.jspecify.annotations.NullMarked;
