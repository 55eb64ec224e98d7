@NullMarked
package io.patchrank.cli.logging;

import org.jspecify.annotations.NullMarked;
