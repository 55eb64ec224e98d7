/** The searched images: catalogue rows, states, filters, and the index contract. */
@NullMarked
package io.patchrank.api.gallery;

import org.jspecify.annotations.NullMarked;
