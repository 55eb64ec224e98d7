package io.patchrank.cli;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One call of the command line in this process, and what it said. */
record CliRun(int exitCode, String out, String err) {
    static CliRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int exitCode = Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(texts);
        return new CliRun(exitCode, out.toString(), err.toString());
    }

    /** What a command printed under {@code --json}; nothing else may stand beside it. */
    JsonObject json() {
        if (exitCode != 0) {
            throw new AssertionError("exit code " + exitCode + ": " + err);
        }
        return new JsonObject(out);
    }
}
