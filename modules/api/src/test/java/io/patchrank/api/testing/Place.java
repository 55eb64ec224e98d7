package io.patchrank.api.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A host of this machine with a port that is free there. */
public record Place(String host, int port) {
    public static Place on(String host) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return new Place(host, free.getLocalPort());
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
