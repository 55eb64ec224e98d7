/** Everything that touches bytedeco PyTorch directly: device, threads, ownership of native memory, weight files. */
@NullMarked
package io.patchrank.torch;

import org.jspecify.annotations.NullMarked;
