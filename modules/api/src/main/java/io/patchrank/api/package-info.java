/** Vocabulary that every module shares: images, their features, the gallery, errors. Depends on no other module. */
@NullMarked
package io.patchrank.api;

import org.jspecify.annotations.NullMarked;
