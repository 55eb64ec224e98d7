package io.patchrank.pipeline.config;

import io.patchrank.api.bus.Addresses;
import java.util.List;
import java.util.regex.Pattern;

/** Rules of whatever listens for strangers: from where it can be reached, what they must know, what they may call. */
final class Exposure {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

    private Exposure() {}

    /** Whether only programs of this machine can reach the host. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /** @throws IllegalArgumentException for a token that stands in the configuration itself and can be guessed */
    static void requireLength(String key, List<Secret> tokens) {
        if (tokens.stream().anyMatch(Secret::isTooShort)) {
            throw new IllegalArgumentException(
                    key + ": a token of fewer than " + Secret.SHORTEST + " characters can be guessed");
        }
    }

    /** @throws IllegalArgumentException for an address that is no operation */
    static List<String> operations(List<String> addresses) {
        for (String address : addresses) {
            if (!Addresses.OPERATIONS.contains(address)) {
                throw new IllegalArgumentException(
                        "addresses: " + address + " is no operation; known are " + Addresses.OPERATIONS);
            }
        }
        return List.copyOf(addresses);
    }
}
