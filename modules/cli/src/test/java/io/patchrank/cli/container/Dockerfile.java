package io.patchrank.cli.container;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The instructions of a Dockerfile, continuation lines joined. */
record Dockerfile(List<Instruction> instructions) {
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)=(\\S+)");

    record Instruction(String name, String arguments) {
        List<String> json() {
            String text = arguments.substring(arguments.indexOf('['));
            return new JsonArray(text).stream().map(String::valueOf).toList();
        }
    }

    static Dockerfile read(Path file) throws IOException {
        List<Instruction> instructions = new ArrayList<>();
        String all = Files.readString(file).replaceAll("(?m)^\\s*#.*\\n", "").replaceAll("\\\\\\n\\s*", " ");
        for (String line : all.lines().filter(l -> !l.isBlank()).toList()) {
            String[] parts = line.strip().split("\\s+", 2);
            instructions.add(new Instruction(parts[0], parts.length > 1 ? parts[1] : ""));
        }
        return new Dockerfile(instructions);
    }

    List<Instruction> all(String name) {
        return instructions.stream().filter(i -> i.name().equals(name)).toList();
    }

    Instruction last(String name) {
        return all(name).getLast();
    }

    /** Of the last stage. */
    Map<String, String> environment() {
        int start = instructions.lastIndexOf(last("FROM"));
        Map<String, String> environment = new TreeMap<>();
        for (Instruction instruction : instructions.subList(start, instructions.size())) {
            if (instruction.name().equals("ENV")) {
                for (MatchResult m :
                        ASSIGNMENT.matcher(instruction.arguments()).results().toList()) {
                    environment.put(m.group(1), m.group(2));
                }
            }
        }
        return environment;
    }
}
