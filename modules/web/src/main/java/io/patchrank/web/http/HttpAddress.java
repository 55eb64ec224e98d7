package io.patchrank.web.http;

import java.net.URI;

/** Where a server is reached by HTTP. */
public final class HttpAddress {
    private HttpAddress() {}

    /** @param host a name or an address; an IPv6 address with brackets or without */
    public static URI of(String host, int port, String path) {
        String written = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create("http://" + written + ":" + port + path);
    }
}
