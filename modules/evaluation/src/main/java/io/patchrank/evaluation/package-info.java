/** From ranked lists and a ground truth to figures: {@link Evaluation} in, {@link EvaluationReport} out. */
@NullMarked
package io.patchrank.evaluation;

import org.jspecify.annotations.NullMarked;
