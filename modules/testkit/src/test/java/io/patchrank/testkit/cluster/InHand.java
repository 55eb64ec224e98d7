package io.patchrank.testkit.cluster;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.HashRequest;
import io.patchrank.pipeline.message.Priority;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The requests of an ingest on the bus, one by one: how many each worker of another process has in its hands, as it would
 * count them itself, against the credits that it has announced. A worker that was silent still has what it had.
 */
final class InHand {
    private final Map<String, Set<String>> unanswered = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final Map<String, Integer> credits = new HashMap<>();
    private final Set<String> violations = new TreeSet<>();
    private int most;

    void watch(EventBus bus) {
        bus.addOutboundInterceptor(this::sent);
        bus.addInboundInterceptor(this::received);
    }

    private void sent(DeliveryContext<Object> delivery) {
        Message<Object> message = delivery.message();
        int slash = message.address().lastIndexOf('/');
        if (slash > 0 && message.replyAddress() != null && isOfIngest(delivery.body())) {
            asked(message.address(), message.address().substring(slash + 1), message.replyAddress());
        }
        delivery.next();
    }

    /** Queries have credits of their own at the same address. */
    private static boolean isOfIngest(Object body) {
        return body instanceof HashRequest
                || (body instanceof DecodeRequest request && request.urgency().priority() == Priority.INGEST);
    }

    private synchronized void asked(String address, String worker, String replyAddress) {
        Integer announced = credits.get(worker);
        if (announced == null) {
            return;
        }
        Set<String> open = unanswered.computeIfAbsent(address, a -> new HashSet<>());
        open.add(replyAddress);
        addresses.put(replyAddress, address);
        most = Math.max(most, open.size());
        if (open.size() > announced) {
            violations.add(
                    "%s has %d requests in its hands, having announced %d".formatted(address, open.size(), announced));
        }
    }

    private void received(DeliveryContext<Object> delivery) {
        Message<Object> message = delivery.message();
        if (message.address().equals(StageAddresses.CREDITS)
                && message.body() instanceof JsonObject body
                && Stage.DECODE.key().equals(body.getString("stage"))) {
            announced(body.getString("instance"), body.getInteger("credits"));
        } else {
            answered(message.address());
        }
        delivery.next();
    }

    private synchronized void announced(String worker, int given) {
        credits.merge(worker, given, Math::max);
    }

    private synchronized void answered(String replyAddress) {
        String address = addresses.remove(replyAddress);
        if (address != null) {
            unanswered.getOrDefault(address, new HashSet<>()).remove(replyAddress);
        }
    }

    /** The most requests that one worker had at one of its addresses. */
    synchronized int most() {
        return most;
    }

    /** The most that a worker has announced. */
    synchronized int mostAnnounced() {
        return credits.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Workers that had more than they had announced, in words. */
    synchronized Set<String> violations() {
        return new TreeSet<>(violations);
    }
}
