@NullMarked
package io.patchrank.pipeline.health;

import org.jspecify.annotations.NullMarked;
