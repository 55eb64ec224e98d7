package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where pulled weights live.
 *
 * <pre>
 * NAME             weights, whole and checked
 * NAME.json        their digest and where they came from: {@link DigestRecord}
 * NAME.part        what has arrived of a download
 * NAME.part.json   what it is a part of: {@link PartRecord}
 * NAME.lock        held while a process pulls
 * registry.json    the user's own entries
 * </pre>
 */
record ModelFolder(Path root) {
    Path file(RegistryEntry entry) {
        return root.resolve(entry.file());
    }

    Path record(RegistryEntry entry) {
        return root.resolve(entry.file() + ".json");
    }

    Path part(RegistryEntry entry) {
        return root.resolve(entry.file() + ".part");
    }

    Path partRecord(RegistryEntry entry) {
        return root.resolve(entry.file() + ".part.json");
    }

    Path lock(RegistryEntry entry) {
        return root.resolve(entry.file() + ".lock");
    }

    void make() {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED,
                    root.toString(),
                    "the models folder cannot be made; set models.folder to another: " + e,
                    e);
        }
    }
}
