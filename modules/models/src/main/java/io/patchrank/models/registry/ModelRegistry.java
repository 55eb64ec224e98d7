package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.error.Spelling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All models that can be had by name: those that patchrank knows, then those that the user added. */
public final class ModelRegistry {
    /** Of the models folder: where a user adds entries. */
    public static final String USER_FILE = "registry.json";

    private final Map<String, RegistryEntry> entries = new LinkedHashMap<>();

    private ModelRegistry() {}

    /** What patchrank knows itself. */
    public static ModelRegistry shipped() {
        ModelRegistry registry = new ModelRegistry();
        RegistryFile.shipped().forEach(entry -> registry.entries.put(entry.name(), entry));
        return registry;
    }

    /**
     * The same with the entries of {@value #USER_FILE} in a models folder, if there is one.
     *
     * @throws PatchrankException {@code CONFIG_INVALID} when it is wrong, or takes a name or file name twice
     */
    public static ModelRegistry of(Path folder) {
        ModelRegistry registry = shipped();
        Path file = folder.resolve(USER_FILE);
        if (Files.exists(file)) {
            registry.add(file, RegistryFile.read(file));
        }
        return registry;
    }

    private void add(Path origin, List<RegistryEntry> added) {
        Set<String> files = new HashSet<>();
        entries.values().forEach(entry -> files.add(entry.file()));
        for (RegistryEntry entry : added) {
            if (entries.putIfAbsent(entry.name(), entry) != null) {
                throw taken(origin, "the name " + entry.name() + " is taken; give the entry another");
            }
            if (!files.add(entry.file())) {
                throw taken(origin, entry.name() + ": the file name " + entry.file() + " is taken; set \"file\"");
            }
        }
    }

    private static PatchrankException taken(Path origin, String problem) {
        return new PatchrankException(ErrorCode.CONFIG_INVALID, origin.toString(), problem);
    }

    public Collection<RegistryEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    public Optional<RegistryEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** @throws PatchrankException {@code NOT_FOUND} with the names that come near */
    public RegistryEntry get(String name) {
        return find(name)
                .orElseThrow(() -> new PatchrankException(ErrorCode.NOT_FOUND, name, "no such model" + hint(name)));
    }

    /** What to try instead of a name that is not known; begins with a semicolon. */
    public String hint(String name) {
        List<String> near = Spelling.near(name, entries.keySet());
        return near.isEmpty()
                ? "; patchrank models list names all"
                : "; did you mean " + String.join(" or ", near) + "?";
    }
}
