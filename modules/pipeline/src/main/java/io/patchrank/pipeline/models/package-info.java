/** The models of the registry, for those who look after them: what there is, fetching it, checking it. */
@NullMarked
package io.patchrank.pipeline.models;

import org.jspecify.annotations.NullMarked;
