@NullMarked
package io.patchrank.cli.ingest;

import org.jspecify.annotations.NullMarked;
