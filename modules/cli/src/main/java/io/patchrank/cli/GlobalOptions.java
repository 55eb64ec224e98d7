package io.patchrank.cli;

import io.patchrank.pipeline.config.LoadedConfig;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options that every command takes, as a {@code @Mixin}. */
public final class GlobalOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: data of the configuration, ./patchrank-data).")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file; configs/all-in-one.yaml lists all keys.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A configuration key, above the file and the environment; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    // Read from the parse result by Verbosity, also when the command fails before it runs.
    @Option(
            names = {"-v", "--verbose"},
            description = "Log what happens, and print the stack trace of an error.")
    private boolean verbose;

    /** The configuration that the file, the environment and these options make. */
    public PatchrankConfig config() {
        return load(Map.of()).config();
    }

    /**
     * The same with what a command adds of its own.
     *
     * @param flags what options of the command itself set, by key; {@code --set} and {@code --data} go before them
     * @throws io.patchrank.api.error.PatchrankException {@code CONFIG_INVALID}
     */
    public LoadedConfig load(Map<String, String> flags) {
        Map<String, String> overrides = new LinkedHashMap<>(flags);
        overrides.putAll(set);
        data.ifPresent(folder -> overrides.put("data", folder.toString()));
        return LoadedConfig.load(config, System.getenv(), overrides);
    }

    /** Which options say something of the configuration beyond the data folder, as the user writes them. */
    public List<String> configuring() {
        return Stream.concat(
                        config.stream().map(file -> "--config"),
                        set.keySet().stream().map(key -> "--set " + key))
                .toList();
    }

    /** The data folder, when it was named here. */
    public Optional<Path> data() {
        return data;
    }

    public boolean json() {
        return json;
    }

    public boolean verbose() {
        return verbose;
    }
}
