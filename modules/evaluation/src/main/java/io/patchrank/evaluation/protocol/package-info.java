/** What the field measures on each dataset: tasks, the junk they pass over, and the figure they are compared by. */
@NullMarked
package io.patchrank.evaluation.protocol;

import org.jspecify.annotations.NullMarked;
