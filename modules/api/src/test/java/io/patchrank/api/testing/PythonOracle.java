package io.patchrank.api.testing;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python with h5py and numpy, so that the HDF5 library itself reads what we write and writes what we read. The
 * interpreter is named by {@code PATCHRANK_PYTHON}, else {@code python3}; without h5py a test that asks for it is
 * skipped, and fails where {@code CI=true}.
 */
public final class PythonOracle {
    /** What stands in the way, by modules, empty where nothing does: asked once, since imports take their time. */
    private static final Map<String, String> PROBLEMS = new ConcurrentHashMap<>();

    private final String interpreter;

    private PythonOracle(String interpreter) {
        this.interpreter = interpreter;
    }

    public static PythonOracle require() throws InterruptedException {
        return requiring("h5py, numpy");
    }

    /** @param modules that the test needs, as they stand in an import */
    public static PythonOracle requiring(String modules) throws InterruptedException {
        PythonOracle python = new PythonOracle(
                Optional.ofNullable(System.getenv("PATCHRANK_PYTHON")).orElse("python3"));
        String problem = PROBLEMS.get(modules);
        if (problem == null) {
            problem = python.problemWith(modules);
            PROBLEMS.put(modules, problem);
        }
        if (!problem.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail(problem);
        }
        Assumptions.assumeTrue(problem.isEmpty(), problem);
        return python;
    }

    private String problemWith(String modules) throws InterruptedException {
        try {
            run("import " + modules);
            return "";
        } catch (IOException e) {
            return interpreter + " cannot import " + modules + " (" + e.getMessage()
                    + "); name one that can by PATCHRANK_PYTHON";
        }
    }

    /**
     * Runs a script and returns what it printed.
     *
     * @param arguments {@code sys.argv[1:]}
     * @throws IOException with the output, when the script fails
     */
    public String run(String script, Object... arguments) throws IOException, InterruptedException {
        return run(Path.of(""), script, arguments);
    }

    /** The same in a working directory. */
    public String run(Path directory, String script, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(interpreter, "-c", script));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().put("PYTHONUTF8", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output.strip());
        }
        return output;
    }
}
