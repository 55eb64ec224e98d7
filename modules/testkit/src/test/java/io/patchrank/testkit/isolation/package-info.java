/** What isolated stages need the whole application for. */
@NullMarked
package io.patchrank.testkit.isolation;

import org.jspecify.annotations.NullMarked;
