/** The contracts on Lucene, and what only Lucene can do wrong. */
@NullMarked
package io.patchrank.index;

import org.jspecify.annotations.NullMarked;
