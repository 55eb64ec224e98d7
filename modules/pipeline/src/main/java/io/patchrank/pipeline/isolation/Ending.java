package io.patchrank.pipeline.isolation;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a child ended.
 *
 * @param what in words
 * @param fromOutside whether somebody else has killed it, such as a person or the system short of memory: that says less
 *     of the picture at hand
 */
record Ending(String what, boolean fromOutside) {
    /** The shell's way to tell of a signal, and Java's. */
    private static final int SIGNALLED = 128;

    private static final int KILL = 9;
    private static final Map<Integer, String> SIGNALS =
            Map.of(4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", KILL, "SIGKILL", 11, "SIGSEGV");

    /**
     * @param killed why we have killed it ourselves, if we have
     * @param report that the JVM has left, if it has
     */
    static Ending of(long pid, int exitCode, Optional<String> killed, Optional<Path> report) {
        int signal = exitCode - SIGNALLED;
        String how = killed.map(why -> "was killed, since " + why)
                .orElseGet(() -> signal > 0
                        ? "was ended by signal " + signal
                                + Optional.ofNullable(SIGNALS.get(signal))
                                        .map(name -> " (" + name + ")")
                                        .orElse("")
                        : "ended with exit code " + exitCode);
        String where = report.map(file -> "; the JVM's report is " + file).orElse("");
        return new Ending("child process " + pid + " " + how + where, killed.isEmpty() && signal == KILL);
    }
}
