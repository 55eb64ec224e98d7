/** The stage that serves HTTP: the API, the page, and what watches over both. */
@NullMarked
package io.patchrank.web;

import org.jspecify.annotations.NullMarked;
