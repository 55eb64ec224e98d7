@NullMarked
package io.patchrank.models.ames;

import org.jspecify.annotations.NullMarked;
