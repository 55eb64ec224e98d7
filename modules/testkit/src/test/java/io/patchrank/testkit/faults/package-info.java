/** Disks, folders and clocks that fail under a running gallery, and what must hold meanwhile and afterwards. */
@NullMarked
package io.patchrank.testkit.faults;

import org.jspecify.annotations.NullMarked;
