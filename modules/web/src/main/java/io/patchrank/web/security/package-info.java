/** Who may call: hosts, origins, tokens, and what browsers are told. */
@NullMarked
package io.patchrank.web.security;

import org.jspecify.annotations.NullMarked;
