package io.patchrank.pipeline.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    @Test
    void blockedEventLoopIsNamedUntilItAnswersAgain() throws InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        CountDownLatch release = new CountDownLatch(1);
        try {
            EventLoops loops = EventLoops.watch(vertx, 2, Duration.ofMillis(10), Duration.ofSeconds(1))
                    .await();
            assertThat(loops.blocked()).isEmpty();

            vertx.getOrCreateContext().runOnContext(v -> waitFor(release));
            while (loops.blocked().isEmpty()) {
                Thread.sleep(10);
            }
            assertThat(loops.blocked()).singleElement().asString().contains("vert.x-eventloop-thread-", "answered");

            release.countDown();
            while (!loops.blocked().isEmpty()) {
                Thread.sleep(10);
            }
        } finally {
            release.countDown();
            vertx.close().await();
        }
    }

    private static void waitFor(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
