@NullMarked
package io.patchrank.cli;

import org.jspecify.annotations.NullMarked;
