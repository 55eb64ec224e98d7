/** The command line: one class a command, over the event-bus contract of the pipeline. */
@NullMarked
package io.patchrank.cli;

import org.jspecify.annotations.NullMarked;
