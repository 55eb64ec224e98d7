@NullMarked
package io.patchrank.web.page;

import org.jspecify.annotations.NullMarked;
