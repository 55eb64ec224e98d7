package io.patchrank.pickle;

import io.patchrank.api.error.PatchrankException;
import java.io.UncheckedIOException;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;
import org.jspecify.annotations.Nullable;

/**
 * What we do where a pickle calls a Python class or function that is known.
 *
 * @param name as in Python, with its module
 */
record PickleFunction(String name, Body body) implements IObjectConstructor {
    /** May fail in any way on arguments of the wrong number or type. */
    interface Body {
        @Nullable
        Object call(Object[] arguments);
    }

    @Override
    public @Nullable Object construct(Object[] arguments) {
        try {
            return body.call(arguments);
        } catch (PatchrankException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PickleException(name + " is called with arguments that it does not take", e);
        }
    }

    /** For error messages. */
    @Override
    public String toString() {
        return name;
    }
}
