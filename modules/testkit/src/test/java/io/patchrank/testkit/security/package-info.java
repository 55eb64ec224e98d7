/** What can be reached of a running process from outside. */
@NullMarked
package io.patchrank.testkit.security;

import org.jspecify.annotations.NullMarked;
