/** How the log looks and what of it is shown; the only place that knows the logging back end. */
@NullMarked
package io.patchrank.cli.logging;

import org.jspecify.annotations.NullMarked;
