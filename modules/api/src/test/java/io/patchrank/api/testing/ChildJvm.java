package io.patchrank.api.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** JVMs beside that of the tests. */
public final class ChildJvm {
    /** Most live for seconds: an optimising compiler and a collector of many threads would cost more than they give. */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ChildJvm() {}

    /** What starts a program with the Java and the class path of this JVM. */
    public static List<String> command(List<String> flags, Class<?> program, List<String> arguments) {
        return command(flags, System.getProperty("java.class.path"), program, arguments);
    }

    /** The same with a class path of its own. */
    public static List<String> command(List<String> flags, String classPath, Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(SHORT_LIFE);
        if (!classPath.contains("-gpu.jar")) {
            // As the launcher does: without a build for CUDA its libraries are not to be looked for in each jar.
            command.add("-Dorg.bytedeco.javacpp.platform.extension=");
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(arguments);
        return command;
    }

    /**
     * Waits for a line on standard output; libraries may say something before.
     *
     * @param log what the process says on standard error, for people to read if it ends first
     */
    public static String await(Process process, Path log, Predicate<String> line) throws IOException {
        BufferedReader output = process.inputReader();
        String said = output.readLine();
        while (said != null && !line.test(said)) {
            said = output.readLine();
        }
        if (said == null) {
            throw new AssertionError("the process ended: " + Files.readString(log));
        }
        return said;
    }

    /** The most memory that it ever had in RAM, in bytes; empty where the system does not tell. */
    public static OptionalLong peakMemory(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst();
    }
}
