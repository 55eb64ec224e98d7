package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GalleryNewsTest {
    private final List<String> lines = new ArrayList<>();
    private final GalleryNews news = new GalleryNews(lines::add);

    private void look(int indexed, int pending) {
        news.look(new JsonObject()
                .put("indexed", indexed)
                .put("pending", pending)
                .put("rejected", 0)
                .put("removed", 0));
    }

    @Test
    void galleryAtRestIsNoNews() {
        look(3, 0);
        look(3, 0);

        assertThat(lines).isEmpty();
    }

    @Test
    void comingToRestIsToldOnce() {
        look(3, 0);
        look(3, 2);
        look(4, 1);
        look(4, 1);
        look(5, 0);
        look(5, 0);
        look(5, 0);

        assertThat(lines).containsExactly("5 indexed, 0 pending, 0 rejected, 0 removed; up to date");
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForAndNotAskedForAgainBeforeItFails() {
        CompletableFuture<JsonObject> lost = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        Supplier<CompletableFuture<JsonObject>> status = () -> {
            asked.incrementAndGet();
            return lost;
        };
        news.follow(status);
        news.follow(status);
        news.follow(status);
        assertThat(asked).hasValue(1);

        lost.completeExceptionally(new TimeoutException());
        news.follow(status);
        assertThat(asked).hasValue(2);
        assertThat(lines).isEmpty();
    }
}
