package io.patchrank.testkit.cluster;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Attempts;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.BusClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;

/** Asks for images that are indexed, one after the other: by their files, which needs an extractor, and by their ids. */
final class Searcher {
    /** Longer than a worker takes to be missed. */
    private static final int DEADLINE_MILLIS = 30_000;

    private final BusClient bus;
    private final SplittableRandom random;
    private final List<String> violations = new ArrayList<>();
    private int answered;
    private int askedAgain;
    private Duration slowest = Duration.ZERO;

    Searcher(BusClient bus, long seed) {
        this.bus = bus;
        this.random = new SplittableRandom(seed);
    }

    /** @param indexed sources of images that are indexed, two or more */
    void askFor(List<String> indexed) {
        Path file = Path.of(indexed.get(random.nextInt(indexed.size())));
        search(new QuerySource.Bytes(bytes(file))).ifPresent(reply -> {
            if (reply.hits().isEmpty() || !reply.hits().getFirst().source().equals(file.toString())) {
                violations.add("a search for " + file + " does not find it");
            } else if (search(new QuerySource.Gallery(reply.hits().getFirst().id()))
                    .filter(others -> others.hits().isEmpty())
                    .isPresent()) {
                violations.add("a search by the id of " + file + " finds nothing");
            }
        });
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a client does: what fails for a passing reason is asked again. */
    private Optional<SearchReply> search(QuerySource query) {
        long start = System.nanoTime();
        Optional<Attempts> attempts = Optional.of(Attempts.NONE);
        while (attempts.isPresent()) {
            try {
                SearchReply reply = SearchReply.fromJson(bus.request(
                                Addresses.SEARCH,
                                SearchRequest.of(query).toJson().put("deadlineMs", DEADLINE_MILLIS))
                        .join());
                note(Duration.ofNanos(System.nanoTime() - start));
                return Optional.of(reply);
            } catch (CompletionException e) {
                attempts = after(Failures.typed(e), attempts.get());
            }
        }
        return Optional.empty();
    }

    private Optional<Attempts> after(PatchrankException failure, Attempts attempts) {
        Optional<Attempts.Another> another = attempts.after(failure);
        if (another.isEmpty()) {
            violations.add("a search failed: " + failure.code() + " " + failure.getMessage());
            return Optional.empty();
        }
        askedAgain++;
        try {
            Thread.sleep(another.get().pause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return Optional.of(another.get().attempts());
    }

    private void note(Duration took) {
        answered++;
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }

    int answered() {
        return answered;
    }

    int askedAgain() {
        return askedAgain;
    }

    Duration slowest() {
        return slowest;
    }

    List<String> violations() {
        return violations;
    }
}
