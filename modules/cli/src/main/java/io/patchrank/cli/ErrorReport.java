package io.patchrank.cli;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Failures on standard error: {@code patchrank: CODE subject: reason} in one line, a wrong configuration one line for
 * each of its mistakes. The exit code is the one of the {@link ErrorCode}.
 */
final class ErrorReport {
    private final PrintWriter err;

    ErrorReport(PrintWriter err) {
        this.err = err;
    }

    /** Prints a failure; returns the exit code. */
    int failure(Throwable failure, boolean verbose) {
        PatchrankException typed = Failures.typed(failure);
        lines(typed).forEach(line -> print(typed.code(), typed.subject(), line));
        if (verbose) {
            failure.printStackTrace(err);
            err.flush();
        } else if (typed.code() == ErrorCode.INTERNAL) {
            err.println("patchrank: run it again with --verbose for the details that a bug report needs");
        }
        return typed.code().exitCode();
    }

    /** Prints a mistake in the arguments; returns the exit code. */
    int usage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        print(
                ErrorCode.BAD_REQUEST,
                command.getCommandSpec().qualifiedName(),
                oneLine(String.valueOf(failure.getMessage())) + suggestion(failure) + "; see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return ErrorCode.BAD_REQUEST.exitCode();
    }

    private static String suggestion(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? ", did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?"
                : "";
    }

    private static Stream<String> lines(PatchrankException failure) {
        return failure.code() == ErrorCode.CONFIG_INVALID
                ? failure.reason().lines()
                : Stream.of(oneLine(failure.reason()));
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" "));
    }

    private void print(ErrorCode code, String subject, String reason) {
        err.println(TerminalText.line("patchrank: " + code + (subject.isEmpty() ? "" : " " + subject) + ": " + reason));
    }
}
