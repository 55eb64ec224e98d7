@NullMarked
package io.patchrank.models;

import org.jspecify.annotations.NullMarked;
