package io.patchrank.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command says: its result on standard output, as text for people or as one JSON object in one line; notes on the
 * way on standard error, where they do not mix with the result.
 */
public final class Output {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    Output(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    public static Output of(CommandSpec spec, GlobalOptions options) {
        return new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), options.json());
    }

    /**
     * Prints the result, once a command.
     *
     * @param value a record, a map or a list of those: what {@code --json} prints
     * @param text the same for people
     */
    public <T> void result(T value, Function<? super T, String> text) {
        out.println(json ? encode(value) : TerminalText.of(text.apply(value).stripTrailing()));
        out.flush();
    }

    /** Progress and advice for people; silent where JSON was asked for. */
    public void note(String line) {
        if (!json) {
            err.println(TerminalText.of(line));
            err.flush();
        }
    }

    /** What the user should know before trusting the result, also where JSON was asked for. */
    public void warning(String line) {
        err.println("patchrank: " + TerminalText.of(line));
        err.flush();
    }

    public boolean json() {
        return json;
    }

    private static String encode(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }
}
