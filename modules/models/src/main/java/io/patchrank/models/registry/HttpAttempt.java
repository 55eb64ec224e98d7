package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request for what is missing of a file (RFC 9110: Range, If-Range, Content-Range). */
final class HttpAttempt {
    private final HttpClient client;
    private final URI source;
    private final PartFile part;
    private final Expected expected;
    private final DownloadOptions options;
    private final PullListener listener;

    HttpAttempt(
            HttpClient client,
            URI source,
            PartFile part,
            Expected expected,
            DownloadOptions options,
            PullListener listener) {
        this.client = client;
        this.source = source;
        this.part = part;
        this.expected = expected;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Completes the part, if all goes well.
     *
     * @return whether the part began with bytes of an earlier answer
     * @throws IOException when another attempt may succeed
     * @throws PatchrankException when none will
     */
    boolean run() throws IOException, InterruptedException {
        Optional<PartRecord> beginning = beginning();
        if (beginning.isEmpty()) {
            part.discard();
        } else if (beginning.get().total().equals(OptionalLong.of(part.length()))) {
            return true;
        }
        HttpResponse<Publisher<List<ByteBuffer>>> response = send(beginning);
        Answer answer = Answer.of(response);
        boolean begun = false;
        try {
            Plan plan = plan(answer, beginning);
            begun = true;
            receive(response.body(), plan);
            return plan.offset() > 0;
        } finally {
            if (!begun) {
                response.body().subscribe(new CancelledBody());
            }
        }
    }

    /** What there is already, if the rest can be fetched without mixing two files. */
    private Optional<PartRecord> beginning() {
        if (part.length() == 0) {
            return Optional.empty();
        }
        // Without a validator only the digest can tell whether the rest belongs to the same file.
        return part.origin()
                .filter(origin -> origin.source().equals(source.toString()))
                .filter(origin ->
                        origin.validator().isPresent() || expected.sha256().isPresent());
    }

    private HttpResponse<Publisher<List<ByteBuffer>>> send(Optional<PartRecord> beginning)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(source).GET().header("User-Agent", "patchrank");
        beginning.ifPresent(origin -> {
            request.header("Range", "bytes=" + part.length() + "-");
            origin.validator().ifPresent(validator -> request.header("If-Range", validator));
        });
        CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> response =
                client.sendAsync(request.build(), BodyHandlers.ofPublisher());
        try {
            return response.get(options.connect().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException(
                    "no answer within " + options.connect().toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        }
    }

    /**
     * What to do with the body.
     *
     * @param offset at which it begins in the file
     * @param origin of the part when the body is its beginning; empty when it is appended
     * @param total of the whole file, where known
     */
    private record Plan(long offset, Optional<PartRecord> origin, OptionalLong total) {}

    private Plan plan(Answer answer, Optional<PartRecord> beginning) throws IOException {
        if (answer.status() == 200) {
            return whole(answer);
        }
        if (answer.status() == 206 && beginning.isPresent()) {
            return rest(answer, beginning.get());
        }
        if (answer.status() == 416 && beginning.isPresent()) {
            part.discard();
            throw new TryAgainException("the server has no such range of the file any more");
        }
        if (answer.isTransient()) {
            throw new TryAgainException("the server answers " + answer.status(), answer.retryAfter());
        }
        throw refused(
                switch (answer.status()) {
                    case 404, 410 -> "the server has no such file (" + answer.status() + ")";
                    case 401, 403, 451 -> "the server refuses it (" + answer.status() + ")";
                    case 301, 302, 303, 307, 308 ->
                        "the server redirects to "
                                + answer.headers().firstValue("location").orElse("nowhere")
                                + ", which is not followed: https must not become http, and it must end somewhere";
                    default -> "the server answers " + answer.status();
                });
    }

    /** Also where a range was asked for: the server knows none, or its file has changed. */
    private Plan whole(Answer answer) {
        if (answer.isWebPage()) {
            throw refused("the server sends a web page in place of the file; does the network ask for a log-in?");
        }
        if (answer.isEncoded()) {
            throw refused("the server sends the file in another encoding than asked for");
        }
        OptionalLong length = answer.length();
        if (length.isEmpty() && !answer.chunked() && expected.sha256().isEmpty()) {
            throw refused("the server does not say how long the file is, so a part would pass for the whole");
        }
        checkTotal(length);
        if (part.length() > 0) {
            listener.note("the server sends the file from its beginning");
        }
        length.ifPresent(needed -> FileFailures.checkSpace(part.data(), needed));
        PartRecord origin = new PartRecord(source.toString(), answer.strongEtag(), answer.lastModified(), length);
        return new Plan(0, Optional.of(origin), length.isPresent() ? length : expected.size());
    }

    private Plan rest(Answer answer, PartRecord beginning) throws IOException {
        long have = part.length();
        Answer.@Nullable Range range = answer.range().orElse(null);
        if (range == null || range.first() != have || range.last() < have) {
            part.discard();
            throw new TryAgainException("the server sends another range than was asked for");
        }
        boolean otherTag = beginning.etag().isPresent()
                && answer.strongEtag().isPresent()
                && !beginning.etag().equals(answer.strongEtag());
        boolean otherTotal = beginning.total().isPresent()
                && range.total().isPresent()
                && !beginning.total().equals(range.total());
        if (otherTag || otherTotal) {
            part.discard();
            throw new TryAgainException("the file has changed on the server");
        }
        checkTotal(range.total());
        listener.note("going on at byte " + have);
        OptionalLong total = range.total().isPresent() ? range.total() : beginning.total();
        total.ifPresent(whole -> FileFailures.checkSpace(part.data(), whole - have));
        return new Plan(have, Optional.empty(), total);
    }

    private void checkTotal(OptionalLong total) {
        if (total.isPresent() && expected.size().isPresent() && !total.equals(expected.size())) {
            throw refused("the server offers " + total.getAsLong() + " bytes, the file has "
                    + expected.size().getAsLong() + ": it is another file, or cut short");
        }
        if (total.isPresent() && total.getAsLong() == 0) {
            throw refused("the server offers an empty file");
        }
    }

    private void receive(Publisher<List<ByteBuffer>> body, Plan plan) throws IOException, InterruptedException {
        long total = plan.total().orElse(-1);
        try (FileChannel channel = plan.origin().map(part::restart).orElseGet(part::append)) {
            BodyToFile sink = new BodyToFile(channel, part.data(), total < 0 ? Long.MAX_VALUE : total - plan.offset());
            body.subscribe(sink);
            sink.await(options.stall(), bytes -> listener.progress(plan.offset() + bytes, total));
        } catch (BodyToFile.TooMuchException e) {
            part.discard();
            throw refused("the server sends more than the " + total + " bytes that it promised");
        }
        if (total >= 0 && part.length() < total) {
            throw new TryAgainException("the server ended after " + part.length() + " of " + total + " bytes");
        }
        if (part.length() == 0) {
            throw refused("the server sends an empty file");
        }
    }

    private PatchrankException refused(String reason) {
        return new PatchrankException(ErrorCode.DOWNLOAD_FAILED, source.toString(), reason);
    }
}
