package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.PrivateChannel;
import io.patchrank.pipeline.data.DataFolder;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
    @TempDir
    Path root;

    @Test
    void wholeProcessIsReadyAndNamesItsStages() {
        Path data = root.resolve("data");
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch());
                BusClient bridge = PrivateChannel.find(DataFolder.bridgeFile(data))) {
            JsonObject ready = gallery.ask(Addresses.READINESS, new JsonObject());

            assertThat(ready.getBoolean("ready")).as(ready.encode()).isTrue();
            assertThat(ready.getJsonArray("stages").stream().map(s -> ((JsonObject) s).getString("name")))
                    .containsExactly("decode", "extract", "store", "index", "search", "rerank");
            assertThat(bridge.request(Addresses.READINESS, new JsonObject()).join())
                    .isEqualTo(ready);
            assertThat(gallery.app().operations().blocked()).isEmpty();
        }
    }

    @Test
    void processThatSearchesNeedsTheStagesOfOthers() {
        Map<String, String> settings = new HashMap<>(Map.of("stages", "search"));
        try (TestGallery gallery = TestGallery.start(root.resolve("unused"), settings)) {
            JsonObject ready = gallery.ask(Addresses.READINESS, new JsonObject());

            assertThat(ready.getBoolean("ready")).isFalse();
            assertThat(ready.getJsonArray("reasons").getList())
                    .contains("stage extract: no process of the bus announces it")
                    .hasSize(5);
        }
    }

    @Test
    void fullDiskIsAReason() {
        Map<String, String> settings = new HashMap<>(TestGallery.withoutWatch());
        settings.put("operations.data-min-free", "1000TB");
        try (TestGallery gallery = TestGallery.start(root.resolve("data"), settings)) {
            assertThat(reasons(gallery)).singleElement().asString().contains("data-min-free", root.toString());
        }
    }

    @Test
    void stoppingProcessIsNotReadyBeforeItStops() {
        TestGallery gallery = TestGallery.start(root.resolve("data"), TestGallery.withoutWatch());
        gallery.app().operations().stop();
        assertThat(reasons(gallery)).containsExactly("it is stopping");
        gallery.close();
    }

    private static List<String> reasons(TestGallery gallery) {
        return gallery.app().operations().readiness().await().reasons();
    }
}
