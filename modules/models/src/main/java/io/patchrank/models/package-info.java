/**
 * Pictures to features: which network, which of its blocks, how patches are chosen and pooled, and the whitening. Start
 * at {@link io.patchrank.models.Models}.
 */
@NullMarked
package io.patchrank.models;

import org.jspecify.annotations.NullMarked;
