package io.patchrank.models.registry;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A model that can be had by name.
 *
 * @param sources addresses of the file, http or https; the next is tried when one fails
 * @param file its name in the models folder and in an offline folder
 * @param size in bytes, where known
 * @param sha256 of the file, lower-case hex; empty trusts what the first download brings
 */
public record RegistryEntry(
        String name,
        ModelKind kind,
        String title,
        Licence licence,
        List<URI> sources,
        String file,
        OptionalLong size,
        Optional<String> sha256,
        ModelDefaults defaults) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern OURS = Pattern.compile(".*\\.(part|json|lock|tmp)");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public RegistryEntry {
        sources = List.copyOf(sources);
        check(NAME.matcher(name).matches(), "a name is made of a-z, 0-9, '.', '_' and '-', not " + name);
        check(!sources.isEmpty(), "at least one source is needed");
        for (URI source : sources) {
            String scheme = String.valueOf(source.getScheme());
            check(
                    (scheme.equals("https") || scheme.equals("http")) && source.getHost() != null,
                    "a source is an http or https address, not " + source);
        }
        // The file is made in a folder of ours, so its name must not lead elsewhere.
        check(FILE.matcher(file).matches() && !OURS.matcher(file).matches(), "not a name for a weights file: " + file);
        check(size.isEmpty() || size.getAsLong() > 0, "a size is positive");
        check(sha256.map(hex -> SHA256.matcher(hex).matches()).orElse(true), "sha256 is 64 digits of lower-case hex");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
