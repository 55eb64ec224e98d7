@NullMarked
package io.patchrank.models.vit;

import org.jspecify.annotations.NullMarked;
