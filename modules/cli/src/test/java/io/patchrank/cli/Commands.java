package io.patchrank.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** For tests of what calls the command line. */
public final class Commands {
    private Commands() {}

    /** Whether the command line takes these arguments; runs nothing. */
    public static boolean parses(List<String> arguments) {
        try {
            silent().parseArgs(arguments.toArray(String[]::new));
            return true;
        } catch (ParameterException e) {
            return false;
        }
    }

    /** The whole command line; what it prints is thrown away. */
    static CommandLine silent() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Main.commandLine(nowhere, nowhere);
    }
}
