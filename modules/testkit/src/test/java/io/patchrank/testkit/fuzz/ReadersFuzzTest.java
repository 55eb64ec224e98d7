package io.patchrank.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.HarnessReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a file says, its reader answers with a value or with a typed error. */
class ReadersFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long RUNS = Long.getLong("fuzz.runs", 1_500);
    /** A data folder is copied, opened and closed for each. */
    private static final int FOLDERS_TAKE = 10;

    private static final Map<Target, Long> RAN = new EnumMap<>(Target.class);

    @TempDir
    Path folder;

    @AfterAll
    static void report() throws IOException {
        HarnessReport.write("fuzz", "fuzz harness, seed %d, files read: %s".formatted(SEED, RAN));
    }

    @ParameterizedTest
    @EnumSource
    void noFileMakesItsReaderFailInAnUntypedWay(Target target) throws Exception {
        boolean folders = target == Target.SHARD || target == Target.JOURNAL;
        FuzzProcess process = new FuzzProcess(folder);

        OptionalLong ran = process.run(target, SEED, folders ? RUNS / FOLDERS_TAKE : RUNS);

        assertThat(ran).as(process::find).isPresent();
        RAN.put(target, ran.getAsLong());
    }
}
