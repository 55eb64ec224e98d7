@NullMarked
package io.patchrank.web.security;

import org.jspecify.annotations.NullMarked;
