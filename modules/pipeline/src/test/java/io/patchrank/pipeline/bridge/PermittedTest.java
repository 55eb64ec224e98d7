package io.patchrank.pipeline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test plays the index stage: files below /shown really lie below /real. */
class PermittedTest {
    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void serve() {
        vertx.eventBus().<JsonObject>consumer(Addresses.GALLERY_VISIBLE, message -> {
            String path = message.body().getString("path");
            if (path.startsWith("/shown")) {
                message.reply(new JsonObject().put("path", path.replace("/shown", "/real")));
            } else {
                Failures.reply(message, new PatchrankException(ErrorCode.UNREADABLE_FILE, path, "not shown"));
            }
        });
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void onlyWhatIsNamedPassesInAndOnlyEventsAndPartialsPassOut() {
        Permitted permitted = Permitted.of(List.of(Addresses.SEARCH));

        assertThat(permitted.inbound(Addresses.SEARCH)).isTrue();
        assertThat(permitted.inbound(Addresses.GALLERY_PUT)).isFalse();
        assertThat(permitted.inbound(Addresses.SEARCH + ".x")).isFalse();
        assertThat(Permitted.outbound(Addresses.EVENTS)).isTrue();
        assertThat(Permitted.outbound("patchrank.partials.7f-3")).isTrue();
        assertThat(Permitted.outbound("patchrank.partials.")).isFalse();
        assertThat(Permitted.outbound(Addresses.SEARCH)).isFalse();
        BridgeOptions options = permitted.applyTo(new BridgeOptions());
        assertThat(options.getInboundPermitteds())
                .extracting(PermittedOptions::getAddress)
                .containsExactly(Addresses.SEARCH);
        assertThat(options.getOutboundPermitteds()).hasSize(2);
    }

    @Test
    void pathsOfStrangersAreReplacedByWhereTheyLead() {
        JsonObject search = new JsonObject().put("path", "/shown/a.jpg").put("limit", 3);
        JsonObject compare = new JsonObject()
                .put("query", new JsonObject().put("path", "/shown/a.jpg"))
                .put("other", new JsonObject().put("id", "7f"));

        Permitted.admitPaths(vertx, Addresses.SEARCH, search).await();
        Permitted.admitPaths(vertx, Addresses.COMPARE, compare).await();

        assertThat(search).isEqualTo(new JsonObject().put("path", "/real/a.jpg").put("limit", 3));
        assertThat(compare.getJsonObject("query").getString("path")).isEqualTo("/real/a.jpg");
    }

    @Test
    void pathsThatMayNotBeShownAreRefusedWhereverTheyStand() {
        JsonObject hidden = new JsonObject().put("path", "/etc/a.jpg");
        JsonObject shown = new JsonObject().put("path", "/shown/a.jpg");

        assertRefused(Addresses.SEARCH, hidden);
        assertRefused(Addresses.GALLERY_PUT, hidden);
        assertRefused(Addresses.COMPARE, new JsonObject().put("query", hidden).put("other", shown));
        assertRefused(Addresses.COMPARE, new JsonObject().put("query", shown).put("other", hidden));
    }

    private void assertRefused(String address, JsonObject body) {
        assertThatThrownBy(() -> Permitted.admitPaths(vertx, address, body).await())
                .satisfies(e -> assertThat(Failures.typed(e).code()).isEqualTo(ErrorCode.UNREADABLE_FILE));
    }
}
