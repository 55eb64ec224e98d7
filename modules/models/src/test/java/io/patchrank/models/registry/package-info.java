@NullMarked
package io.patchrank.models.registry;

import org.jspecify.annotations.NullMarked;
