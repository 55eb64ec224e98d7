package io.patchrank.pipeline.diagnosis;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that patchrank can tell about its own fitness. */
public final class Diagnosis {
    private Diagnosis() {}

    /** Takes some seconds, and on a large gallery as long as its disk takes to read it. Runs on the calling thread. */
    public static List<Check> run(PatchrankConfig config) {
        List<Check> checks = new ArrayList<>(MachineChecks.run());
        ModelChecks models = new ModelChecks(config);
        checks.addAll(models.run());
        checks.addAll(new DataFolderChecks(config, models.model()).run());
        config.watch().folders().forEach(folder -> checks.add(watched(folder)));
        return checks;
    }

    /** Of the data folder alone, without loading a model. Runs on the calling thread. */
    public static List<Check> ofDataFolder(PatchrankConfig config) {
        return new DataFolderChecks(config, Optional.empty()).run();
    }

    private static Check watched(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Check.fail("watched", ErrorCode.NOT_FOUND, folder + " does not exist; make it, or name another");
        }
        return Files.isReadable(folder)
                ? Check.ok("watched", folder.toString())
                : Check.fail("watched", ErrorCode.UNREADABLE_FILE, folder + " cannot be read; give permission");
    }
}
