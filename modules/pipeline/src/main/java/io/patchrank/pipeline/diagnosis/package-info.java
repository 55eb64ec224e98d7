/** Is this machine, this configuration and this data folder fit to run? */
@NullMarked
package io.patchrank.pipeline.diagnosis;

import org.jspecify.annotations.NullMarked;
