package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/**
 * Fetches a file over HTTP, attempt by attempt, each going on where the last one broke off. Proxies are those of the
 * JVM; a redirection from https to http is not followed. Runs on the calling thread.
 */
final class HttpDownload {
    private final DownloadOptions options;

    HttpDownload(DownloadOptions options) {
        this.options = options;
    }

    /**
     * Completes {@code part}.
     *
     * @return whether the part was put together of several answers, which need not belong to one file
     * @throws PatchrankException {@code DOWNLOAD_FAILED}, {@code DISK_FULL}, {@code IO_FAILED} or {@code CANCELLED};
     *     what has arrived stays
     */
    boolean complete(URI source, PartFile part, Expected expected, PullListener listener) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(options.connect())
                .build();
        try {
            return attempts(new HttpAttempt(client, source, part, expected, options, listener), source, part, listener);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PatchrankException(ErrorCode.CANCELLED, source.toString(), "the download was interrupted", e);
        } finally {
            client.shutdownNow();
        }
    }

    private boolean attempts(HttpAttempt attempt, URI source, PartFile part, PullListener listener)
            throws InterruptedException {
        int inVain = 0;
        // The furthest it ever came: a server that cuts at the same place each time does not make progress.
        long furthest = part.length();
        for (int made = 1; ; made++) {
            try {
                return attempt.run();
            } catch (IOException e) {
                finalReason(e).ifPresent(reason -> {
                    throw failed(source, reason, e);
                });
                inVain = part.length() > furthest ? 1 : inVain + 1;
                furthest = Math.max(furthest, part.length());
                if (inVain >= options.attempts() || made >= DownloadOptions.MOST_ATTEMPTS) {
                    throw failed(source, text(e) + ", and so in " + made + " attempts; pull again to go on", e);
                }
                Duration pause = pause(e, inVain);
                listener.note(text(e) + "; trying again in " + readable(pause));
                Thread.sleep(pause);
            }
        }
    }

    private Duration pause(IOException failure, int inVain) {
        Duration own = options.pause(inVain);
        if (failure instanceof TryAgainException asked) {
            // The server's wish, within our own patience.
            return asked.after()
                    .map(wish -> wish.compareTo(options.longestPause()) < 0 ? wish : options.longestPause())
                    .orElse(own);
        }
        return own;
    }

    /** Of a failure that no further attempt can help. */
    private static Optional<String> finalReason(IOException failure) {
        if (isUnresolved(failure)) {
            return Optional.of(
                    "the server's name is not known here; is there a network? Without one, take the file from a"
                            + " folder: --from DIR");
        }
        if (failure instanceof SSLHandshakeException) {
            return Optional.of("the server's certificate is not trusted: " + failure.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isUnresolved(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static String text(IOException failure) {
        if (failure instanceof ConnectException) {
            return "the server cannot be reached";
        }
        String message = failure.getMessage();
        return failure instanceof TryAgainException && message != null ? message : "the connection broke: " + message;
    }

    private static String readable(Duration pause) {
        return pause.toMillis() < 1000 ? pause.toMillis() + " ms" : pause.toSeconds() + " s";
    }

    private static PatchrankException failed(URI source, String reason, Throwable cause) {
        return new PatchrankException(ErrorCode.DOWNLOAD_FAILED, source.toString(), reason, cause);
    }
}
