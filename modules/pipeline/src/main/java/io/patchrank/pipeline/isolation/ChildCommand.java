package io.patchrank.pipeline.isolation;

import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.config.Stage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;

/** How a child is started: the Java, class path, environment and flags of this process, with a heap of its own. */
final class ChildCommand {
    /**
     * Descriptor {@link ChildProgram#ANSWERS} becomes what this process reads; whatever is printed goes to standard
     * error. Ctrl-C reaches all processes of a terminal: the parent still needs its child for what it has accepted.
     */
    private static final String WITH_DESCRIPTORS =
            "trap '' HUP INT TERM; exec \"$@\" " + ChildProgram.ANSWERS + ">&1 1>&2";

    private static final String NATIVE_MEMORY = "-Dorg.bytedeco.javacpp.maxphysicalbytes=";

    /** Flags that this JVM needs to do what it does; agents, debuggers and class archives are its own. */
    private static final Pattern SHARED = Pattern.compile("-D.*|-Xlog.*|-XX:.*|--[a-z-]+(=.*)?");

    private static final Pattern OWN = Pattern.compile("-Dcom\\.sun\\.management\\..*|-XX:\\+Use\\w+GC"
            + "|-XX:\\w*(Heap|RAM|Archive|ArchiveClasses)\\w*=.*|-XX:[+-](AutoCreateSharedArchive|HeapDump\\w*)"
            + "|-XX:ErrorFile=.*|-XX:HeapDumpPath=.*|--add-modules=jdk\\.incubator\\.vector|--enable-native-access=.*");

    /** Settings that the child learns by its assignment, as far as it needs them. */
    private static final Pattern SECRET = Pattern.compile("PATCHRANK_.*TOKENS?");

    private ChildCommand() {}

    static ProcessBuilder of(Stage stage, DataSize heap) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WITH_DESCRIPTORS, "patchrank-" + stage.key()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(sharedFlags());
        command.addAll(List.of(
                "-Xmx" + heap.bytes(),
                "-XX:+UseSerialGC",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + report("%p"),
                "--enable-native-access=ALL-UNNAMED",
                "-Dslf4j.provider=" + ForwardingLog.class.getName(),
                "-Dslf4j.internal.verbosity=WARN",
                "-cp",
                System.getProperty("java.class.path"),
                ChildProgram.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(SECRET.asMatchPredicate());
        return builder;
    }

    /** Where the JVM of a child leaves its report after a fatal error. */
    static Path report(long pid) {
        return Path.of(report(Long.toString(pid)));
    }

    private static String report(String pid) {
        return Path.of(System.getProperty("java.io.tmpdir"), "patchrank-crash-" + pid + ".log")
                .toString();
    }

    private static List<String> sharedFlags() {
        List<String> flags = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(SHARED.asMatchPredicate().and(OWN.asMatchPredicate().negate()))
                .toList());
        if (flags.stream().noneMatch(flag -> flag.startsWith(NATIVE_MEMORY))) {
            // By default it would follow from the child's small heap.
            flags.add(NATIVE_MEMORY + Pointer.maxPhysicalBytes());
        }
        return flags;
    }
}
