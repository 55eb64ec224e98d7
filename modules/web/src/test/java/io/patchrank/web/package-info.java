@NullMarked
package io.patchrank.web;

import org.jspecify.annotations.NullMarked;
