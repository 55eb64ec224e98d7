package io.patchrank.testkit.hostile;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.testing.ChildJvm;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.PrivateChannel;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A {@link HostileChild} in a JVM of its own, and what is asked of it. */
final class WatchingProcess implements AutoCloseable {
    static final int HEAP_MEGABYTES = 512;

    private static final int PAGE = 1000;

    private final Process process;
    private final BusClient bus;

    private WatchingProcess(Process process, BusClient bus) {
        this.process = process;
        this.bus = bus;
    }

    /**
     * Returns when it is up.
     *
     * @param log where its standard error goes
     */
    static WatchingProcess start(Path data, Path watched, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(
                // No ceiling of native memory: what is really needed shall be seen.
                List.of("-Xmx" + HEAP_MEGABYTES + "m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
                HostileChild.class,
                List.of(data.toString(), watched.toString())));
        // As the launcher does: our own check decides up to the limit of the configuration.
        builder.environment().put("OPENCV_IO_MAX_IMAGE_PIXELS", "1073741824");
        builder.environment().put("OPENCV_LOG_LEVEL", "SILENT");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process =
                builder.redirectError(ProcessBuilder.Redirect.to(log.toFile())).start();
        ChildJvm.await(process, log, HostileChild.READY::equals);
        return new WatchingProcess(process, PrivateChannel.find(data.resolve("bridge.json")));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Every row, by source. */
    Map<String, JsonObject> rows() {
        Map<String, JsonObject> rows = new HashMap<>();
        JsonObject request = new JsonObject().put("limit", PAGE);
        while (true) {
            JsonObject page = bus.request(Addresses.GALLERY_LIST, request).join();
            for (Object image : page.getJsonArray("images")) {
                JsonObject row = (JsonObject) image;
                rows.put(row.getString("source"), row);
            }
            if (page.getString("next") == null) {
                return rows;
            }
            request.put("after", page.getString("next"));
        }
    }

    List<String> found(byte[] image) {
        JsonObject request =
                SearchRequest.of(new QuerySource.Bytes(image)).toJson().put("rerank", "none");
        return SearchReply.fromJson(bus.request(Addresses.SEARCH, request).join()).hits().stream()
                .map(hit -> hit.source())
                .toList();
    }

    /** The most memory that it ever had in RAM, in bytes; empty where the system does not tell. */
    OptionalLong peakMemory() throws IOException {
        return ChildJvm.peakMemory(process);
    }

    @Override
    public void close() throws Exception {
        bus.close();
        process.destroyForcibly().waitFor();
    }
}
