@NullMarked
package io.patchrank.web.http;

import org.jspecify.annotations.NullMarked;
