/** Evaluations as one self-contained HTML file: no request leaves the page, nothing else is needed to show it. */
@NullMarked
package io.patchrank.evaluation.report.html;

import org.jspecify.annotations.NullMarked;
