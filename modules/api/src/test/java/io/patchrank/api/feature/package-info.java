/** Contract tests of features and their storage, inherited by every implementation. */
@NullMarked
package io.patchrank.api.feature;

import org.jspecify.annotations.NullMarked;
