/** Stages in several processes, of which some die and some fall silent. */
@NullMarked
package io.patchrank.testkit.cluster;

import org.jspecify.annotations.NullMarked;
