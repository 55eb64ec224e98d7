package io.patchrank.pipeline.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.WatchConfig;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a gallery that the test plays itself. */
class WatchLoopTest {
    @TempDir
    Path folder;

    private final LinkedBlockingQueue<Message<JsonObject>> lists = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Message<JsonObject>> removals = new LinkedBlockingQueue<>();
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private void serve(String address, Consumer<Message<JsonObject>> handler) {
        vertx.eventBus()
                .<JsonObject>consumer(address, handler::accept)
                .completion()
                .await();
    }

    /** An image that the gallery knows: a folder without any is taken for that of an unmounted disk. */
    private void hereIsAnImage() throws IOException {
        Path file = Files.writeString(folder.resolve("here.png"), "image");
        JsonObject row = new JsonObject()
                .put("state", "INDEXED")
                .put("bytes", Files.size(file))
                .put("modified", Files.getLastModifiedTime(file).toInstant().toString());
        serve(Addresses.GALLERY_GET, message -> message.reply(row));
    }

    private void giveTime() {
        serve("test.ping", message -> message.reply(message.body()));
        for (int i = 0; i < 500; i++) {
            vertx.eventBus().request("test.ping", new JsonObject()).await();
        }
    }

    private WatchLoop watch(Duration rescan) {
        WatchLoop loop = new WatchLoop(
                new WatchConfig(
                        List.of(folder), List.of("png"), true, Duration.ofMillis(1), rescan, 4, false, List.of()),
                new GalleryClient(vertx));
        loop.start();
        return loop;
    }

    @Test
    void galleryThatCannotBeAskedIsNotAskedWithoutPause() throws IOException, InterruptedException {
        hereIsAnImage();
        serve(Addresses.GALLERY_LIST, message -> {
            lists.add(message);
            Failures.reply(message, new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, "index", "is stopping"));
        });

        try (WatchLoop loop = watch(Duration.ofHours(1))) {
            assertThat(loop).isNotNull();
            lists.take();
            giveTime();
            assertThat(lists).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void overloadedGalleryIsGivenTheTimeItAsksFor() throws IOException, InterruptedException {
        LinkedBlockingQueue<Message<JsonObject>> puts = new LinkedBlockingQueue<>();
        Files.writeString(folder.resolve("a.png"), "image");
        serve(Addresses.GALLERY_LIST, message -> message.reply(new JsonObject().put("images", new JsonArray())));
        serve(
                Addresses.GALLERY_GET,
                message -> Failures.reply(message, new PatchrankException(ErrorCode.NOT_FOUND, "a.png", "unknown")));
        serve(Addresses.GALLERY_PUT, message -> {
            puts.add(message);
            Failures.reply(message, PatchrankException.overloaded("decode", Duration.ofSeconds(1)));
        });

        try (WatchLoop loop = watch(Duration.ofHours(1))) {
            assertThat(loop).isNotNull();
            puts.take();
            giveTime();
            assertThat(puts).hasSizeLessThan(10);
            // And then it is asked again.
            puts.take();
        }
    }

    @Test
    void closingDoesNotWaitForAnAnswerThatNeverComes() throws IOException, InterruptedException {
        hereIsAnImage();
        serve(Addresses.GALLERY_LIST, lists::add);

        try (WatchLoop loop = watch(Duration.ofHours(1))) {
            assertThat(loop).isNotNull();
            lists.take();
        }
    }

    @Test
    void folderWithoutAnyImageIsTakenForAnUnmountedDisk() {
        serve(Addresses.GALLERY_LIST, lists::add);

        try (WatchLoop loop = watch(Duration.ofMillis(1))) {
            assertThat(loop).isNotNull();
            giveTime();
            assertThat(lists).isEmpty();
        }
    }

    /** As when the permission to read a folder is taken away: the files are not seen, and not gone either. */
    @Test
    void fileThatMayBeThereIsNotRemoved() throws IOException, InterruptedException {
        hereIsAnImage();
        Path loopOfLinks = folder.resolve("loop");
        Files.createSymbolicLink(loopOfLinks, loopOfLinks);
        Path hidden = loopOfLinks.resolve("hidden.png");
        Path gone = folder.resolve("gone.png");
        serve(Addresses.GALLERY_REMOVE, message -> {
            removals.add(message);
            message.reply(new JsonObject());
        });
        serve(Addresses.GALLERY_LIST, message -> {
            lists.add(message);
            JsonArray rows = new JsonArray();
            List.of(hidden, gone).forEach(f -> rows.add(new JsonObject().put("source", f.toString())));
            message.reply(new JsonObject().put("images", rows));
        });

        try (WatchLoop loop = watch(Duration.ofMillis(50))) {
            assertThat(loop).isNotNull();
            for (int i = 0; i < 3; i++) {
                assertThat(removals.take().body().getString("source")).isEqualTo(gone.toString());
            }
        }
        assertThat(removals)
                .allSatisfy(m -> assertThat(m.body().getString("source")).isEqualTo(gone.toString()));
    }
}
