package io.patchrank.testkit.hostile;

import java.io.IOException;
import java.nio.file.Path;

/** For what Java cannot make: pipes, devices, and names that are no text. */
final class Shell {
    private Shell() {}

    /** Whether the command did what it was to do. */
    static boolean run(Path folder, String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
