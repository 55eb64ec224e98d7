/** The default model, as resources of this jar: a gallery works offline from the first start. Depends on nothing. */
@NullMarked
package io.patchrank.embedded;

import org.jspecify.annotations.NullMarked;
