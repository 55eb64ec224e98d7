/** What the stages say to each other, and how it crosses from process to process. */
@NullMarked
package io.patchrank.pipeline.message;

import org.jspecify.annotations.NullMarked;
