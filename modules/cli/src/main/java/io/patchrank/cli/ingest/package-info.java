/** Taking many images into a gallery. */
@NullMarked
package io.patchrank.cli.ingest;

import org.jspecify.annotations.NullMarked;
