package io.patchrank.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The classes and functions that a pickle may name. Each reading has its own, with its own {@link Allowance}.
 *
 * @param known by module and name: a {@link PickleFunction}, or a value of ours that stands for a class
 */
record Globals(Map<String, Object> known) {
    static Globals none() {
        return new Globals(Map.of());
    }

    /** All that is known; byte strings of the legacy torch format are read as well. */
    static Globals nesting(Origin origin, long pickleLength) {
        return of(origin, pickleLength, bytes -> nested(origin, bytes));
    }

    /** All that is known, without byte strings that are torch files again. */
    static Globals flat(Origin origin, long pickleLength) {
        return of(origin, pickleLength, bytes -> {
            throw origin.invalid("nests torch files in torch files; refused");
        });
    }

    private static Globals of(Origin origin, long length, Function<ByteBuffer, Storage> nested) {
        Map<String, Object> known = new HashMap<>();
        Allowance allowance = new Allowance(origin, length);
        PythonGlobals.addTo(known, allowance);
        NumpyGlobals.addTo(known, origin, allowance);
        TorchGlobals.addTo(known, origin, allowance, nested);
        return new Globals(known);
    }

    private static Storage nested(Origin origin, ByteBuffer bytes) {
        try {
            if (LegacyTorchReader.read(origin, new ByteSource.OfMemory(bytes), false) instanceof Storage storage) {
                return storage;
            }
            throw origin.invalid("nests a torch file that is no storage of a tensor; refused");
        } catch (EOFException e) {
            throw origin.invalid("a nested storage ends too early; is the file complete?", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PersistentIds noPersistentIds(Origin origin) {
        return id -> {
            throw origin.invalid("refers to something outside itself; is it a torch file?");
        };
    }
}
