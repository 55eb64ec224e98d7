@NullMarked
package io.patchrank.pipeline.credit;

import org.jspecify.annotations.NullMarked;
