package io.patchrank.pipeline.bridge;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.flow.TypedRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What passes a bridge that strangers may use: the operations named, and what is sent to callers without being asked
 * for ({@link Addresses#EVENTS}, partial answers). Immutable; any thread.
 *
 * @param operations addresses that requests may be sent to
 */
public record Permitted(Set<String> operations) {
    private static final Pattern PARTIAL = Pattern.compile(Addresses.PARTIALS_PATTERN);

    /** Where requests name files; a dot leads into an object. */
    private static final Map<String, Set<String>> PATHS = Map.of(
            Addresses.SEARCH, Set.of("path"),
            Addresses.GALLERY_PUT, Set.of("path"),
            Addresses.COMPARE, Set.of("query.path", "other.path"));

    public Permitted {
        operations = Set.copyOf(operations);
    }

    public static Permitted of(Collection<String> operations) {
        return new Permitted(Set.copyOf(operations));
    }

    /** Whether a caller may send there. */
    public boolean inbound(String address) {
        return operations.contains(address);
    }

    /** Whether a caller may listen there. */
    public static boolean outbound(String address) {
        return address.equals(Addresses.EVENTS) || PARTIAL.matcher(address).matches();
    }

    /** Tells a Vert.x bridge, TCP or SockJS. */
    public <O extends BridgeOptions> O applyTo(O options) {
        operations.forEach(address -> options.addInboundPermitted(new PermittedOptions().setAddress(address)));
        options.addOutboundPermitted(new PermittedOptions().setAddress(Addresses.EVENTS));
        options.addOutboundPermitted(new PermittedOptions().setAddressRegex(Addresses.PARTIALS_PATTERN));
        return options;
    }

    /**
     * Sees to it that the files which a stranger's request names may be shown: their real paths take the place of those
     * in the body.
     *
     * @return fails as {@link Addresses#GALLERY_VISIBLE} does
     */
    public static Future<Void> admitPaths(Vertx vertx, String address, JsonObject body) {
        Future<Void> admitted = Future.succeededFuture();
        for (String field : PATHS.getOrDefault(address, Set.of())) {
            int dot = field.indexOf('.');
            Object holder = dot < 0 ? body : body.getValue(field.substring(0, dot));
            String name = field.substring(dot + 1);
            if (holder instanceof JsonObject object && object.getValue(name) instanceof String path) {
                admitted = admitted.compose(v -> visible(vertx, path))
                        .map(real -> object.put(name, real))
                        .mapEmpty();
            }
        }
        return admitted;
    }

    private static Future<String> visible(Vertx vertx, String path) {
        JsonObject asked = new JsonObject().put("path", path);
        return TypedRequest.<JsonObject>send(vertx, Addresses.GALLERY_VISIBLE, asked, BusClient.PATIENCE)
                .map(reply -> reply.getString("path"));
    }
}
