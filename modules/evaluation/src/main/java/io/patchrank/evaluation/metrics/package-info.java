/** The measures of instance retrieval, equal to the reference code of revisited Oxford and Paris. */
@NullMarked
package io.patchrank.evaluation.metrics;

import org.jspecify.annotations.NullMarked;
