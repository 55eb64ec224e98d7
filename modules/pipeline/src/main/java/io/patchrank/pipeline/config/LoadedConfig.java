package io.patchrank.pipeline.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A configuration together with where each of its values came from.
 *
 * @param settings every key with its effective text and its origin, in the order of the configuration
 */
public record LoadedConfig(PatchrankConfig config, List<Setting> settings) {
    /** Variables with our prefix that are no configuration keys: the launcher and the tests read them. */
    private static final Set<String> RESERVED = Set.of(
            "PATCHRANK_BENCHMARKS",
            "PATCHRANK_CLASSPATH",
            "PATCHRANK_CUDA",
            "PATCHRANK_HOME",
            "PATCHRANK_JAVA_OPTS",
            "PATCHRANK_NATIVE_CACHE",
            "PATCHRANK_OPENBLAS_CORETYPE",
            "PATCHRANK_PYTHON",
            "PATCHRANK_SHARED");

    public LoadedConfig {
        settings = List.copyOf(settings);
    }

    /**
     * @param environment of the process; variables without the prefix {@code PATCHRANK_} are ignored
     * @throws io.patchrank.api.error.PatchrankException as {@link PatchrankConfig#load}
     */
    public static LoadedConfig load(
            Optional<Path> yaml, Map<String, String> environment, Map<String, String> overrides) {
        Mistakes mistakes = new Mistakes();
        Layers layers = new Layers(mistakes);
        yaml.ifPresent(file -> layers.addAll(YamlFile.read(file, mistakes)));
        layers.addEnvironment(environment);
        layers.addAll(overrides.entrySet().stream()
                .map(e -> Setting.plain(e.getKey(), e.getValue(), "command line"))
                .toList());
        Optional<PatchrankConfig> config = new RecordBinder(layers.effective, mistakes).bind(PatchrankConfig.class, "");
        mistakes.throwIfAny(yaml.map(Path::toString).orElse("configuration"));
        return new LoadedConfig(config.orElseThrow(), List.copyOf(layers.effective.values()));
    }

    /** Settings by key; a later source replaces what an earlier one said. */
    private static final class Layers {
        private final Map<String, Setting> effective = new LinkedHashMap<>();
        private final Map<String, String> keysByVariable = new TreeMap<>();
        private final KnownKeys known;
        private final KnownKeys knownVariables;
        private final Mistakes mistakes;

        private Layers(Mistakes mistakes) {
            this.mistakes = mistakes;
            for (ConfigKey key : ConfigKey.of(PatchrankConfig.class)) {
                effective.put(key.name(), key.defaultSetting());
                keysByVariable.put(key.environmentName(), key.name());
            }
            this.known = new KnownKeys(List.copyOf(effective.keySet()));
            this.knownVariables = new KnownKeys(List.copyOf(keysByVariable.keySet()));
        }

        private void addAll(List<Setting> source) {
            for (Setting setting : source) {
                if (effective.replace(setting.key(), setting) == null && !isEmptySection(setting)) {
                    mistakes.key(setting.key(), known.unknown(setting.key()), setting.origin());
                }
            }
        }

        /** A heading whose keys are all commented out. */
        private boolean isEmptySection(Setting setting) {
            return setting.text().isEmpty() && known.isSection(setting.key());
        }

        private void addEnvironment(Map<String, String> environment) {
            new TreeMap<>(environment).forEach((name, value) -> {
                if (!name.startsWith("PATCHRANK_") || RESERVED.contains(name)) {
                    return;
                }
                String key = keysByVariable.get(name);
                if (key == null) {
                    mistakes.key(name, knownVariables.unknown(name), "environment");
                } else {
                    effective.put(key, Setting.plain(key, value, "environment variable " + name));
                }
            });
        }
    }
}
