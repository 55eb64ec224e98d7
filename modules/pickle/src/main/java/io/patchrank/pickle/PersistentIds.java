package io.patchrank.pickle;

import org.jspecify.annotations.Nullable;

/** What a pickle means that refers to something outside itself. */
interface PersistentIds {
    Object load(@Nullable Object id);
}
