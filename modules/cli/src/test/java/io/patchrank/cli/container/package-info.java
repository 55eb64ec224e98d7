@NullMarked
package io.patchrank.cli.container;

import org.jspecify.annotations.NullMarked;
