package io.patchrank.pipeline.config;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a configuration file into settings that know their line. Scalars stay text: {@code no} is not a boolean. */
final class YamlFile {
    private final Mistakes mistakes;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private YamlFile(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * @throws PatchrankException {@code CONFIG_INVALID} when the file is absent, unreadable or no YAML; what is wrong
     *     with single keys goes to {@code mistakes}
     */
    static List<Setting> read(Path file, Mistakes mistakes) {
        YamlFile result = new YamlFile(mistakes);
        try (Reader reader = Files.newBufferedReader(file)) {
            Node root = new Yaml(new LoaderOptions()).compose(reader);
            result.section("", root);
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, file.toString(), "there is no such file", e);
        } catch (MarkedYAMLException e) {
            String place = e.getProblemMark() == null
                    ? ""
                    : " in line " + (e.getProblemMark().getLine() + 1);
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, file.toString(), "not YAML" + place + ": " + e.getProblem(), e);
        } catch (IOException | YAMLException e) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, file.toString(), "unreadable: " + e.getMessage(), e);
        }
        return List.copyOf(result.settings.values());
    }

    private void section(String prefix, @Nullable Node node) {
        if (node == null || isEmpty(node)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            mistakes.key("the file", "expected keys with values", origin(node));
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                entry(prefix + key.getValue(), entry.getValueNode(), origin(key));
            } else {
                mistakes.key(prefix + "?", "expected a plain key", origin(entry.getKeyNode()));
            }
        }
    }

    private void entry(String key, Node value, String origin) {
        switch (value) {
            case MappingNode mapping -> section(key + ".", mapping);
            case SequenceNode sequence -> add(Setting.list(key, items(key, sequence), origin));
            case ScalarNode scalar -> add(Setting.plain(key, isEmpty(scalar) ? "" : scalar.getValue(), origin));
            default -> mistakes.key(key, "expected a value", origin);
        }
    }

    private void add(Setting setting) {
        Setting before = settings.putIfAbsent(setting.key(), setting);
        if (before != null) {
            mistakes.key(setting.key(), "given a second time, first in " + before.origin(), setting.origin());
        }
    }

    private List<String> items(String key, SequenceNode sequence) {
        List<String> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar) {
                items.add(scalar.getValue());
            } else {
                mistakes.key(key, "expected a list of plain values", origin(item));
            }
        }
        return items;
    }

    private static boolean isEmpty(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String origin(Node node) {
        return "line " + (node.getStartMark().getLine() + 1);
    }
}
