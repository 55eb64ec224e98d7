@NullMarked
package io.patchrank.web.contract;

import org.jspecify.annotations.NullMarked;
