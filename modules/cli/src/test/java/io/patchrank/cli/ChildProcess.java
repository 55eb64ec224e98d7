package io.patchrank.cli;

import io.patchrank.api.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The command line in a process of its own, with the classes under test. */
final class ChildProcess implements AutoCloseable {
    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** @param output gets standard output and standard error */
    static ChildProcess start(Path output, Object... arguments) throws IOException {
        List<String> words = Stream.of(arguments).map(Object::toString).toList();
        return new ChildProcess(new ProcessBuilder(ChildJvm.command(List.of("-Xmx1g"), Main.class, words))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM, and the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
