package io.patchrank.pipeline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestIdTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void follow() {
        RequestId.follow(vertx.eventBus());
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    /** Notes the id, also on a worker thread, and asks the next one if there is one. */
    private final class Stage extends VerticleBase {
        private final String address;
        private final String next;

        Stage(String address, String next) {
            this.address = address;
            this.next = next;
        }

        @Override
        public Future<?> start() {
            return vertx.eventBus().<String>consumer(address, this::answer).completion();
        }

        private void answer(Message<String> message) {
            note();
            vertx.executeBlocking(() -> {
                        note();
                        return "";
                    })
                    .compose(v -> next.isEmpty()
                            ? Future.succeededFuture()
                            : vertx.eventBus().request(next, ""))
                    .onComplete(v -> {
                        note();
                        message.reply("");
                    });
        }

        private void note() {
            seen.add(address + " " + RequestId.current().orElse("-"));
        }
    }

    private void ask(String id) {
        DeliveryOptions options = new DeliveryOptions();
        if (!id.isEmpty()) {
            options.addHeader(RequestId.KEY, id);
        }
        vertx.eventBus().request("first", "", options).await();
    }

    @Test
    void idFollowsItsRequestAndNoOther() {
        vertx.deployVerticle(new Stage("second", "")).await();
        vertx.deployVerticle(new Stage("first", "second")).await();

        ask("a-1");
        ask("");
        ask("b.2");

        assertThat(seen).filteredOn(line -> line.endsWith("a-1")).hasSize(6);
        assertThat(seen).filteredOn(line -> line.endsWith("-")).hasSize(6);
        assertThat(seen).filteredOn(line -> line.endsWith("b.2")).hasSize(6);
    }

    @Test
    void replyLeavesNoIdOnTheContextOfAVerticle() {
        vertx.deployVerticle(new Stage("first", "")).await();
        VerticleBase asking = new VerticleBase() {
            @Override
            public Future<?> start() {
                return vertx.eventBus()
                        .request("first", "", new DeliveryOptions().addHeader(RequestId.KEY, "mine"))
                        .onSuccess(
                                v -> seen.add("verticle " + RequestId.current().orElse("-")));
            }
        };
        vertx.deployVerticle(asking).await();

        assertThat(seen).contains("first mine", "verticle -");
    }

    @Test
    void whatCouldForgeLogLinesIsNoId() {
        vertx.deployVerticle(new Stage("first", "")).await();

        ask("x\n2026 ERROR all is lost");
        ask("y".repeat(65));
        ask("one,two");

        assertThat(seen).filteredOn(line -> line.equals("first -")).hasSize(6);
        assertThat(seen).filteredOn(line -> line.equals("first one,two")).hasSize(3);
        assertThat(RequestId.isValid("one,two")).isFalse();
        assertThat(RequestId.isValid("A-z_0.9")).isTrue();
    }
}
