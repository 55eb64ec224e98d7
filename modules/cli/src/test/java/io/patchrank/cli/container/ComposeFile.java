package io.patchrank.cli.container;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A Compose file of the repository as far as it can be understood without an engine. */
record ComposeFile(Map<String, Object> content) {
    static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::([-?])([^}]*))?}");

    static ComposeFile read(String name) throws IOException {
        try (Reader reader = Files.newBufferedReader(REPOSITORY.resolve(name))) {
            return new ComposeFile(object(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader)));
        }
    }

    @SuppressWarnings("unchecked") // keys of YAML objects that we wrote are strings
    private static Map<String, Object> object(Object node) {
        return (Map<String, Object>) node;
    }

    Map<String, Service> services() {
        Map<String, Service> services = new TreeMap<>();
        object(content.getOrDefault("services", Map.of()))
                .forEach((name, service) -> services.put(name, new Service(object(service))));
        return services;
    }

    Map<String, Object> section(String name) {
        return object(content.getOrDefault(name, Map.of()));
    }

    Service service(String name) {
        Service service = services().get(name);
        if (service == null) {
            throw new AssertionError("no service " + name + " in the Compose file");
        }
        return service;
    }

    /** @param content with its anchors merged */
    record Service(Map<String, Object> content) {
        /** What follows the entry point of the image. */
        List<String> command() {
            return strings("command");
        }

        List<String> strings(String key) {
            return ((List<?>) content.getOrDefault(key, List.of()))
                    .stream().map(String::valueOf).toList();
        }

        Map<String, String> environment() {
            Map<String, String> environment = new TreeMap<>();
            object(content.getOrDefault("environment", Map.of()))
                    .forEach((name, value) -> environment.put(name, substituted(String.valueOf(value), Map.of())));
            return environment;
        }

        String build(String key) {
            return String.valueOf(
                    object(content.getOrDefault("build", Map.of())).get(key));
        }
    }

    /** Variables as Compose puts them in; one that must be set and is not stays as it is. */
    static String substituted(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text).replaceAll(variable -> {
            String name = variable.group(1);
            String otherwise = "-".equals(variable.group(2)) ? variable.group(3) : variable.group();
            return Matcher.quoteReplacement(variables.getOrDefault(name, otherwise));
        });
    }
}
