/** What every route needs: requests, answers, failures, the way to the event bus. */
@NullMarked
package io.patchrank.web.http;

import org.jspecify.annotations.NullMarked;
