/** The OpenAPI document, and requests checked against it. */
@NullMarked
package io.patchrank.web.contract;

import org.jspecify.annotations.NullMarked;
