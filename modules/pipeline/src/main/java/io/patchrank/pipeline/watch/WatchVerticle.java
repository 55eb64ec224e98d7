package io.patchrank.pipeline.watch;

import io.patchrank.pipeline.config.WatchConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * Watches folders and keeps the gallery like them: new and changed files are put, vanished ones removed. The work is
 * done on a thread of its own, see {@link WatchLoop}.
 */
public final class WatchVerticle extends VerticleBase {
    private final WatchConfig settings;
    private @Nullable WatchLoop loop;

    public WatchVerticle(WatchConfig settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        WatchLoop watching = new WatchLoop(settings, new GalleryClient(vertx));
        loop = watching;
        return vertx.executeBlocking(() -> {
            watching.start();
            return null;
        });
    }

    @Override
    public Future<?> stop() {
        WatchLoop stopping = loop;
        if (stopping == null) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(() -> {
            stopping.close();
            return null;
        });
    }
}
