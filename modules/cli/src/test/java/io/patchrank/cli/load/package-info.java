/** More than a server can do: what it answers, what it refuses, what it keeps of callers who are slow or go away. */
@NullMarked
package io.patchrank.cli.load;

import org.jspecify.annotations.NullMarked;
