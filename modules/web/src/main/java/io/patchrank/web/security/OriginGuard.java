package io.patchrank.web.security;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what pages of other sites make a browser send. Programs other than browsers send neither {@code Origin} nor
 * {@code Sec-Fetch-Site}, and pass.
 */
public final class OriginGuard implements Handler<RoutingContext> {
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final List<String> OWN = List.of("same-origin", "none");

    private final Set<String> allowed;

    /** @param allowed names of this server as a proxy in front of it has them */
    public OriginGuard(Collection<String> allowed) {
        this.allowed = allowed.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        boolean link = SAFE.contains(request.method()) && "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
        if (origin != null && !isOwn(origin, request.authority())) {
            refuse(context, origin);
        } else if (site != null && !OWN.contains(site) && !link) {
            refuse(context, site);
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, String from) {
        context.fail(new PatchrankException(
                ErrorCode.FORBIDDEN,
                "Origin",
                "pages of other sites may not call this server; this came from " + from));
    }

    private boolean isOwn(String origin, @Nullable HostAndPort authority) {
        try {
            URI uri = new URI(origin);
            String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
            return allowed.contains(host)
                    || authority != null && host.equalsIgnoreCase(authority.host()) && samePort(uri, authority);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean samePort(URI origin, HostAndPort authority) {
        int standard = "https".equals(origin.getScheme()) ? 443 : 80;
        int given = origin.getPort() < 0 ? standard : origin.getPort();
        return given == (authority.port() < 0 ? standard : authority.port());
    }
}
