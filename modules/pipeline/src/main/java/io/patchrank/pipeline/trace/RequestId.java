package io.patchrank.pipeline.trace;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The name of one request in every log line that its stages write. On Vert.x threads it belongs to the context of the
 * message being answered; on threads of our own it is SLF4J's MDC for as long as they work for the request. Bus messages
 * carry it in the header {@value #KEY}.
 *
 * <p>Work that serves several requests at once, such as a batch, has their ids joined by commas.
 */
public final class RequestId {
    /** Bus header and MDC key. */
    public static final String KEY = "request-id";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MOST = 32;
    private static final Pattern SEVERAL = Pattern.compile(VALID + "(," + VALID + "){0," + (MOST - 1) + "}");
    private static final ContextLocal<String> LOCAL = ContextLocal.registerLocal(String.class, Function.identity());

    private RequestId() {}

    /** Context locals must be known before a Vert.x is made; {@link RequestIdRegistration} sees to it. */
    static ContextLocal<String> local() {
        return LOCAL;
    }

    public static String make() {
        return UUID.randomUUID().toString();
    }

    /** Whether a stranger's text may stand in our log as an id. */
    public static boolean isValid(String text) {
        return VALID.matcher(text).matches();
    }

    /** Of the request that the calling thread works for. */
    public static Optional<String> current() {
        Context context = Vertx.currentContext();
        return Optional.ofNullable(context == null ? MDC.get(KEY) : LOCAL.get(context));
    }

    /** Gives an id to the request that a context is of; to a verticle's own context, which is of none, it does nothing. */
    public static void set(Context context, String id) {
        if (context instanceof ContextInternal internal && internal.isDuplicate()) {
            LOCAL.put(context, id);
        }
    }

    /** Runs work on a thread of our own for the requests with these ids. */
    public static void during(Collection<String> ids, Runnable work) {
        String before = MDC.get(KEY);
        put(ids.isEmpty() ? null : ids.stream().distinct().limit(MOST).collect(Collectors.joining(",")));
        try {
            work.run();
        } finally {
            put(before);
        }
    }

    /** Shows the log the current id: called by the logging back end before it makes a line. */
    public static void tellLog() {
        Context context = Vertx.currentContext();
        if (context != null) {
            put(LOCAL.get(context));
        }
    }

    private static void put(@Nullable String id) {
        if (id == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, id);
        }
    }

    /** Lets ids follow the messages of a bus. Once a bus. */
    public static void follow(EventBus bus) {
        bus.addOutboundInterceptor(RequestId::send);
        bus.addInboundInterceptor(RequestId::receive);
    }

    private static void send(DeliveryContext<Object> delivery) {
        if (!delivery.message().headers().contains(KEY)) {
            current().ifPresent(id -> delivery.message().headers().add(KEY, id));
        }
        delivery.next();
    }

    /** A reply comes to whoever asked, whose id, if there is one, stays. */
    private static void receive(DeliveryContext<Object> delivery) {
        String id = delivery.message().headers().get(KEY);
        Context context = Vertx.currentContext();
        if (id != null
                && context != null
                && LOCAL.get(context) == null
                && SEVERAL.matcher(id).matches()) {
            set(context, id);
        }
        delivery.next();
    }
}
