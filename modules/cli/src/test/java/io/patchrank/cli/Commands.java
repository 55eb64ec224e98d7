package io.patchrank.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine.ParameterException;

/** For tests of what calls the command line. */
public final class Commands {
    private Commands() {}

    /** Whether the command line takes these arguments; runs nothing. */
    public static boolean parses(List<String> arguments) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        try {
            Main.commandLine(nowhere, nowhere).parseArgs(arguments.toArray(String[]::new));
            return true;
        } catch (ParameterException e) {
            return false;
        }
    }
}
