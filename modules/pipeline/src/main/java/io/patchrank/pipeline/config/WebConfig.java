package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The stage that serves the HTTP API and the page.
 *
 * @param host address to listen on
 * @param port 0 means any free port
 * @param allowedHosts names by which callers may reach it, beyond {@code host}, loopback names and plain addresses
 * @param readTokens with which callers may ask
 * @param writeTokens with which callers may ask and change the gallery
 * @param allowAnonymous whether callers without a token may ask although other machines can reach the host
 * @param maxUpload larger request bodies are refused
 * @param uploadMemory bytes of request bodies that are taken in at the same time, and as many of files handed out
 * @param uploadTimeout time for a request body to arrive
 * @param thumbnails memory for thumbnails
 * @param maxStreams streams of server-sent events at the same time
 * @param truth groups file whose images are told right from wrong in answers; empty for none
 */
public record WebConfig(
        @Default("127.0.0.1") @NotBlank String host,
        @Default("8080") @Min(0) @Max(65535) int port,
        @Default("") List<String> allowedHosts,
        @Default("") List<Secret> readTokens,
        @Default("") List<Secret> writeTokens,
        @Default("false") boolean allowAnonymous,
        @Default("64MB") DataSize maxUpload,
        @Default("256MB") DataSize uploadMemory,

        @Default("60s") @DurationMin(seconds = 1, message = "must be at least 1s")
        Duration uploadTimeout,

        @Default("64MB") DataSize thumbnails,
        @Default("64") @Min(1) int maxStreams,
        @Default("") String truth,
        SockJs sockjs) {
    private static final DataSize LEAST_UPLOAD = DataSize.parse("1KB");
    private static final DataSize MOST_UPLOAD = DataSize.parse("1GB");

    public WebConfig {
        allowedHosts = List.copyOf(allowedHosts);
        readTokens = List.copyOf(readTokens);
        writeTokens = List.copyOf(writeTokens);
        if (maxUpload.bytes() < LEAST_UPLOAD.bytes() || maxUpload.bytes() > MOST_UPLOAD.bytes()) {
            throw new IllegalArgumentException(
                    "max-upload must be " + LEAST_UPLOAD + " to " + MOST_UPLOAD + ", not " + maxUpload);
        }
        if (uploadMemory.bytes() < maxUpload.bytes()) {
            throw new IllegalArgumentException(
                    "upload-memory " + uploadMemory + " is below max-upload " + maxUpload + ", so none could come in");
        }
        Exposure.requireLength("read-tokens", readTokens);
        Exposure.requireLength("write-tokens", writeTokens);
        if (allowAnonymous && !readTokens.isEmpty()) {
            throw new IllegalArgumentException(
                    "allow-anonymous is true, so read-tokens keep nobody out; leave out one of the two");
        }
        if (!Exposure.isLoopback(host) && readTokens.isEmpty() && writeTokens.isEmpty() && !allowAnonymous) {
            throw new IllegalArgumentException("host " + host
                    + " can be reached from other machines, and nobody would have to sign in; set read-tokens or"
                    + " write-tokens, or allow-anonymous: true to let everybody search and change the gallery");
        }
    }

    /** Whether only programs of this machine can reach the host. */
    public boolean isLoopback() {
        return Exposure.isLoopback(host);
    }

    /**
     * The SockJS event-bus bridge for browsers, at {@code /eventbus}.
     *
     * @param addresses operations that it reaches; those that change the gallery must be named
     */
    public record SockJs(
            @Default("false") boolean enabled,

            @Default("patchrank.search,patchrank.compare,patchrank.gallery.get,patchrank.gallery.list,"
                    + "patchrank.gallery.status,patchrank.gallery.picture,patchrank.model")
            List<String> addresses) {
        public SockJs {
            addresses = Exposure.operations(addresses);
        }
    }
}
