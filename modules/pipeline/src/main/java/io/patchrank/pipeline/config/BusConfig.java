package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The event bus.
 *
 * @param requestTimeout how long a stage waits for the reply of another
 */
public record BusConfig(
        @Default("60s") @DurationMin(millis = 1, message = "must be at least 1ms")
        Duration requestTimeout,

        Bridge bridge,
        Cluster cluster) {
    /** The same, out of reach for other services. */
    public BusConfig withoutBridge() {
        return new BusConfig(
                requestTimeout,
                new Bridge(false, bridge.host(), bridge.port(), bridge.maxFrame(), bridge.addresses(), bridge.token()),
                cluster);
    }

    /**
     * The TCP bridge through which other services reach the bus.
     *
     * @param host address to listen on
     * @param port 0 means any free port
     * @param addresses operations that it reaches; those that change the gallery must be named
     * @param token that every frame must carry; empty for none, which is for loopback only
     * @param maxFrame requests of more bytes are refused; an image in a request takes 4/3 of its size
     */
    public record Bridge(
            @Default("false") boolean enabled,
            @Default("127.0.0.1") @NotBlank String host,
            @Default("0") @Min(0) @Max(65535) int port,
            @Default("64MB") DataSize maxFrame,

            @Default("patchrank.search,patchrank.compare,patchrank.gallery.get,patchrank.gallery.list,"
                    + "patchrank.gallery.status,patchrank.gallery.picture,patchrank.model")
            List<String> addresses,

            @Default("") Secret token) {
        private static final DataSize LEAST = DataSize.parse("1KB");
        private static final DataSize MOST = DataSize.parse("1GB");

        public Bridge {
            if (maxFrame.bytes() < LEAST.bytes() || maxFrame.bytes() > MOST.bytes()) {
                throw new IllegalArgumentException("max-frame must be " + LEAST + " to " + MOST + ", not " + maxFrame);
            }
            addresses = Exposure.operations(addresses);
            if (!token.isEmpty()) {
                Exposure.requireLength("token", List.of(token));
            }
            if (enabled && token.isEmpty() && !Exposure.isLoopback(host)) {
                throw new IllegalArgumentException(
                        "host is " + host + ", which others can reach: set a token, or listen on 127.0.0.1");
            }
        }
    }

    /**
     * The clustered bus over Hazelcast.
     *
     * @param host address to listen on; {@code hostname} for that of this machine's own name
     * @param port of Hazelcast; the next free one is taken when it is in use
     * @param busPort of the event bus itself; 0 means any free port
     * @param publicHost address by which other members reach this one; empty means {@code host}
     * @param members addresses {@code host} or {@code host:port} of members to join; none starts a new cluster
     */
    public record Cluster(
            @Default("false") boolean enabled,
            @Default("127.0.0.1") @NotBlank String host,
            @Default("5701") @Min(1) @Max(65535) int port,
            @Default("0") @Min(0) @Max(65535) int busPort,
            @Default("") String publicHost,
            @Default("") List<String> members) {
        public Cluster {
            members = List.copyOf(members);
        }
    }
}
