package io.patchrank.cli;

import picocli.CommandLine.ParseResult;

/** Whether the user asked for the log and for stack traces. Warnings are always logged, see logback.xml. */
final class Verbosity {
    private Verbosity() {}

    static boolean of(ParseResult parsed) {
        return parsed.asCommandLineList().stream()
                .anyMatch(command -> command.getParseResult().hasMatchedOption("--verbose"));
    }
}
