package io.patchrank.cli.access;

import io.patchrank.api.bus.Failures;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Folders that a user takes in by hand: the server may show their pictures to whoever asks for gallery images. */
public final class Shown {
    private Shown() {}

    /** Has the owner of the data folder remember folders, or single files; waits for it. */
    public static void remember(BusClient bus, List<Path> foldersOrFiles) {
        JsonArray real = new JsonArray();
        foldersOrFiles.forEach(path -> real.add(real(path).toString()));
        Failures.await(bus.request(StageAddresses.SHOW, new JsonObject().put("folders", real)));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // What is not there shows nothing; taking it in says what is wrong.
            return path.toAbsolutePath().normalize();
        }
    }
}
