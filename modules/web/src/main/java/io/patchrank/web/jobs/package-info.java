/** Work that takes long, with progress. */
@NullMarked
package io.patchrank.web.jobs;

import org.jspecify.annotations.NullMarked;
