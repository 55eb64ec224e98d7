package io.patchrank.api.testing;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Golden numbers, weights and photographs that lie beside the repository. A test that needs one is skipped where it is
 * absent, and fails where {@code CI=true} and it is absent.
 */
public final class SharedFiles {
    private SharedFiles() {}

    /** The file or folder {@code relative} to the shared folder. */
    public static Path require(String relative) {
        Optional<Path> found = folder().map(f -> f.resolve(relative)).filter(Files::exists);
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail("CI needs the shared folder beside the repository: " + relative + " is missing");
        }
        Assumptions.assumeTrue(found.isPresent(), "no shared/" + relative + " beside the repository");
        return found.orElseThrow();
    }

    private static Optional<Path> folder() {
        String named = System.getenv("PATCHRANK_SHARED");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isDirectory(p.resolve("shared/golden"))) {
                return Optional.of(p.resolve("shared"));
            }
        }
        return Optional.empty();
    }
}
