@NullMarked
package io.patchrank.cli.progress;

import org.jspecify.annotations.NullMarked;
