package io.patchrank.web.security;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Answers requests for this server only. A site whose name an attacker lets resolve to this machine (DNS rebinding)
 * would count as the same origin; its requests carry that name, and are refused. Plain addresses are not names.
 */
public final class HostGuard implements Handler<RoutingContext> {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    private final Set<String> names = new HashSet<>();

    /**
     * @param host that the server listens on
     * @param allowed names beyond it
     */
    public HostGuard(String host, Collection<String> allowed) {
        names.add("localhost");
        names.add(host.toLowerCase(Locale.ROOT));
        allowed.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void handle(RoutingContext context) {
        HostAndPort authority = context.request().authority();
        String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        if (names.contains(host) || ADDRESS.matcher(host).matches()) {
            context.next();
        } else {
            context.fail(new PatchrankException(
                    ErrorCode.FORBIDDEN,
                    "Host",
                    "this server does not go by the name \"" + host + "\"; web.allowed-hosts lists the names it has"));
        }
    }
}
