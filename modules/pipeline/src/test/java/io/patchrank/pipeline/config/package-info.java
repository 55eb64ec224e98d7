@NullMarked
package io.patchrank.pipeline.config;

import org.jspecify.annotations.NullMarked;
