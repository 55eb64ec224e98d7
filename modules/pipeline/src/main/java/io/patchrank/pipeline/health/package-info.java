/** Whether a process can do its work: for load balancers, container engines and people. */
@NullMarked
package io.patchrank.pipeline.health;

import org.jspecify.annotations.NullMarked;
