package io.patchrank.pipeline.health;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A pulse on each event loop. A loop whose pulse has stopped is blocked: whatever it serves answers nobody, and only a
 * restart helps if it stays so.
 */
public final class EventLoops {
    private static final Duration PULSE = Duration.ofSeconds(1);
    /** A stop-the-world collection or a busy machine is no reason to be killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Long> lastPulse = new ConcurrentHashMap<>();
    private final Duration patience;

    private EventLoops(Duration patience) {
        this.patience = patience;
    }

    /** @param loops event loops of this Vert.x; deployments go to them in turn */
    public static Future<EventLoops> watch(Vertx vertx, int loops) {
        return watch(vertx, loops, PULSE, PATIENCE);
    }

    static Future<EventLoops> watch(Vertx vertx, int loops, Duration pulse, Duration patience) {
        EventLoops watched = new EventLoops(patience);
        return vertx.deployVerticle(() -> watched.new Pulse(pulse), new DeploymentOptions().setInstances(loops))
                .map(watched);
    }

    private final class Pulse extends VerticleBase {
        private final Duration interval;

        private Pulse(Duration interval) {
            this.interval = interval;
        }

        @Override
        public Future<?> start() {
            beat();
            vertx.setPeriodic(interval.toMillis(), t -> beat());
            return Future.succeededFuture();
        }

        private void beat() {
            lastPulse.put(Thread.currentThread().getName(), System.nanoTime());
        }
    }

    /** One sentence for each event loop that does not answer. Any thread. */
    public List<String> blocked() {
        long now = System.nanoTime();
        return lastPulse.entrySet().stream()
                .filter(pulse -> now - pulse.getValue() > patience.toNanos())
                .map(pulse -> "event loop " + pulse.getKey() + " has not answered for "
                        + Duration.ofNanos(now - pulse.getValue()).toSeconds() + " s")
                .sorted()
                .toList();
    }
}
