@NullMarked
package io.patchrank.web.ops;

import org.jspecify.annotations.NullMarked;
