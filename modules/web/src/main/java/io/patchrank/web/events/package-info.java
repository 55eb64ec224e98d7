/** What happens here, as server-sent events. */
@NullMarked
package io.patchrank.web.events;

import org.jspecify.annotations.NullMarked;
