/** What those who run a process ask over HTTP: is it alive, is it ready, how is it doing. */
@NullMarked
package io.patchrank.web.ops;

import org.jspecify.annotations.NullMarked;
