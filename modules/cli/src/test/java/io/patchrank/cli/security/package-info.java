/** What can be reached of a running process from outside. */
@NullMarked
package io.patchrank.cli.security;

import org.jspecify.annotations.NullMarked;
