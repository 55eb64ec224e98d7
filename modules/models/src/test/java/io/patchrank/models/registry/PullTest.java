package io.patchrank.models.registry;

import static io.patchrank.models.registry.FaultyServer.chunked;
import static io.patchrank.models.registry.FaultyServer.lying;
import static io.patchrank.models.registry.FaultyServer.serving;
import static io.patchrank.models.registry.FaultyServer.status;
import static io.patchrank.models.registry.FaultyServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is let into the models folder, and what is not. */
class PullTest {
    private static final byte[] CONTENT = PullFixture.content(200_000, 3);
    private static final byte[] OTHER = PullFixture.content(200_000, 4);

    @TempDir
    private Path root;

    private PullFixture pulls = new PullFixture(Path.of(""));

    @BeforeEach
    void folder() {
        pulls = new PullFixture(root.resolve("models"));
    }

    @Test
    void firstDownloadRecordsTheDigestAndALaterOneMustAgree() throws IOException {
        try (FaultyServer server = FaultyServer.of(whole(CONTENT), whole(OTHER), whole(CONTENT))) {
            ModelStore store = pulls.unpublished(server.uri("tiny.pth"));
            PulledModel first = pulls.pull(store);
            assertThat(first.trust()).isEqualTo("first use");
            assertThat(pulls.record()).content().contains(first.sha256(), "first use", server.uri("tiny.pth") + "");

            Files.delete(pulls.file());
            PatchrankException refused = refusal(() -> pulls.pull(store));
            assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID);
            assertThat(refused)
                    .hasMessageContainingAll(PullFixture.sha256(CONTENT), PullFixture.sha256(OTHER), "remove");
            assertThat(pulls.file()).doesNotExist();
            assertThat(pulls.part()).doesNotExist();

            assertThat(pulls.pull(store).sha256()).isEqualTo(first.sha256());
        }
    }

    @Test
    void wrongBytesAreRefusedWithBothDigests() {
        try (FaultyServer server = FaultyServer.of(whole(OTHER))) {
            PatchrankException refused = refusal(() -> pulls.pull(pulls.published(CONTENT, server.uri("tiny.pth"))));

            assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID);
            assertThat(refused)
                    .hasMessageContainingAll(PullFixture.sha256(CONTENT), PullFixture.sha256(OTHER), "published");
            assertThat(pulls.file()).doesNotExist();
        }
    }

    @Test
    void promiseOfMoreThanIsSentFailsAndKeepsWhatCame() {
        try (FaultyServer server = FaultyServer.of(lying(CONTENT, CONTENT.length + 1000))) {
            PatchrankException refused = refusal(() -> pulls.pull(pulls.unpublished(server.uri("tiny.pth"))));

            assertThat(refused.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
            assertThat(refused).hasMessageContaining("the connection broke").hasMessageContaining("attempts");
            assertThat(pulls.file()).doesNotExist();
        }
    }

    @Test
    void promiseOfAnotherLengthThanThePublishedOneIsRefusedAtOnce() {
        try (FaultyServer server = FaultyServer.of(lying(CONTENT, CONTENT.length - 1000))) {
            PatchrankException refused = refusal(() -> pulls.pull(pulls.published(CONTENT, server.uri("tiny.pth"))));

            assertThat(refused.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
            assertThat(refused).hasMessageContaining("offers 199000 bytes, the file has 200000");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void moreThanThePublishedLengthIsRefused() {
        byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 1);
        try (FaultyServer server = FaultyServer.of(chunked(longer))) {
            PatchrankException refused = refusal(() -> pulls.pull(pulls.published(CONTENT, server.uri("tiny.pth"))));

            assertThat(refused.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
            assertThat(refused).hasMessageContaining("more than the 200000 bytes");
            assertThat(pulls.part()).doesNotExist();
        }
    }

    @Test
    void chunksWithoutALengthAreTaken() {
        try (FaultyServer server = FaultyServer.of(chunked(CONTENT))) {
            pulls.pull(pulls.unpublished(server.uri("tiny.pth")));

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
        }
    }

    @Test
    void bodyThatOnlyEndsWithTheConnectionIsRefusedUnlessTheDigestIsKnown() {
        FaultyServer.Answer endless = (request, out) -> {
            FaultyServer.head(out, 200);
            out.write(CONTENT);
        };
        try (FaultyServer server = FaultyServer.of(endless)) {
            assertThat(refusal(() -> pulls.pull(pulls.unpublished(server.uri("tiny.pth")))))
                    .hasMessageContaining("does not say how long");

            pulls.pull(pulls.published(CONTENT, server.uri("tiny.pth")));
            assertThat(pulls.file()).hasBinaryContent(CONTENT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, no such file (404), 1",
        "403, refuses it (403), 1",
        "400, answers 400, 1",
        "500, answers 500, 3",
        "503, answers 503, 3"
    })
    void refusalOfTheServerIsTyped(int status, String message, int attempts) {
        try (FaultyServer server = FaultyServer.of(status(status))) {
            PatchrankException refused = refusal(() -> pulls.pull(pulls.unpublished(server.uri("tiny.pth"))));

            assertThat(refused.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
            assertThat(refused.subject()).isEqualTo(server.uri("tiny.pth").toString());
            assertThat(refused).hasMessageContaining(message);
            assertThat(server.requests()).hasSize(attempts);
        }
    }

    @Test
    void webPageInPlaceOfTheFileIsRefused() {
        try (FaultyServer server = FaultyServer.of(whole(CONTENT, "Content-Type: text/html; charset=utf-8"))) {
            assertThat(refusal(() -> pulls.pull(pulls.unpublished(server.uri("tiny.pth")))))
                    .hasMessageContaining("web page");
        }
    }

    @Test
    void redirectionIsFollowedAndALoopIsNot() {
        try (FaultyServer server =
                FaultyServer.of(status(302, "Location: /elsewhere/tiny.pth"), serving(CONTENT, "\"a\""))) {
            pulls.pull(pulls.published(CONTENT, server.uri("tiny.pth")));

            assertThat(server.requests().getLast().path()).isEqualTo("/elsewhere/tiny.pth");
            assertThat(pulls.file()).hasBinaryContent(CONTENT);
        }
        PullFixture other = new PullFixture(root.resolve("other"));
        try (FaultyServer server = FaultyServer.of(status(302, "Location: /models/tiny.pth"))) {
            PatchrankException refused = refusal(() -> other.pull(other.unpublished(server.uri("tiny.pth"))));
            assertThat(refused.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
            assertThat(refused).hasMessageContaining("redirects to /models/tiny.pth");
        }
    }

    @Test
    void redirectionToAnotherProtocolIsNotFollowed() throws IOException {
        Path secret = Files.write(root.resolve("secret"), CONTENT);
        try (FaultyServer server = FaultyServer.of(status(302, "Location: " + secret.toUri()))) {
            assertThat(refusal(() -> pulls.pull(pulls.unpublished(server.uri("tiny.pth"))))
                            .code())
                    .isEqualTo(ErrorCode.DOWNLOAD_FAILED);
            assertThat(pulls.file()).doesNotExist();
        }
    }

    @Test
    void nextSourceIsTriedWhenOneFails() {
        try (FaultyServer gone = FaultyServer.of(status(404));
                FaultyServer mirror = FaultyServer.of(serving(CONTENT, "\"m\""))) {
            pulls.pull(pulls.published(CONTENT, gone.uri("tiny.pth"), mirror.uri("tiny.pth")));

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
            assertThat(pulls.record()).content().contains(mirror.uri("tiny.pth") + "");
        }
    }

    @Test
    void noNetworkIsTypedAndNamesTheOfflineFolder() {
        PatchrankException refused =
                refusal(() -> pulls.pull(pulls.unpublished(URI.create("http://no-such-host.invalid/tiny.pth"))));

        assertThat(refused.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
        assertThat(refused).hasMessageContaining("--from DIR");
    }

    @Test
    void nobodyListeningIsTyped() {
        URI closed;
        try (FaultyServer server = FaultyServer.of(status(200))) {
            closed = server.uri("tiny.pth");
        }
        assertThat(refusal(() -> pulls.pull(pulls.unpublished(closed))))
                .hasMessageContaining("the server cannot be reached, and so in 3 attempts");
    }

    @Test
    void fileLargerThanTheDiskIsRefusedBeforeItsFirstByte() {
        FaultyServer.Answer huge =
                (request, out) -> FaultyServer.head(out, 200, "Content-Length: " + Long.MAX_VALUE / 2);
        try (FaultyServer server = FaultyServer.of(huge)) {
            PatchrankException refused = refusal(() -> pulls.pull(pulls.unpublished(server.uri("tiny.pth"))));

            assertThat(refused.code()).isEqualTo(ErrorCode.DISK_FULL);
            assertThat(refused).hasMessageContaining("free are");
        }
    }

    @Test
    void licenceThatIsNotPermissiveMustBeAcceptedBeforeAnythingIsAsked() {
        try (FaultyServer server = FaultyServer.of(whole(CONTENT))) {
            ModelStore store =
                    pulls.store("research only", OptionalLong.empty(), Optional.empty(), server.uri("tiny.pth"));
            PatchrankException refused = refusal(() -> pulls.pull(store));
            assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(refused)
                    .hasMessageContainingAll("research only", "https://example.org/terms", "--accept-licence");
            assertThat(server.requests()).isEmpty();

            store.pull(PullFixture.NAME, new PullRequest(Optional.empty(), true), pulls);
            assertThat(pulls.file()).hasBinaryContent(CONTENT);
        }
    }

    @Test
    void damagedFileIsFetchedAgainAndAWholeOneIsNot() throws IOException {
        try (FaultyServer server = FaultyServer.of(whole(CONTENT))) {
            ModelStore store = pulls.unpublished(server.uri("tiny.pth"));
            RegistryEntry entry = store.registry().get(PullFixture.NAME);
            pulls.pull(store);
            assertThat(pulls.pull(store).fetched()).isFalse();
            assertThat(server.requests()).hasSize(1);

            byte[] flipped = CONTENT.clone();
            flipped[1000] ^= 1;
            Files.write(pulls.file(), flipped);
            assertThat(store.status(entry).state()).isEqualTo(ModelStatus.State.PRESENT);
            ModelStatus verified = store.verify(entry);
            assertThat(verified.state()).isEqualTo(ModelStatus.State.DAMAGED);
            assertThat(verified.problem()).contains(PullFixture.sha256(CONTENT), PullFixture.sha256(flipped));

            assertThat(pulls.pull(store).fetched()).isTrue();
            assertThat(store.verify(entry).state()).isEqualTo(ModelStatus.State.PRESENT);
            Files.write(pulls.file(), new byte[10]);
            assertThat(store.status(entry).problem()).isEqualTo("has 10 bytes, should have 200000");
        }
    }

    @Test
    void offlineFolderGivesFilesByNameUnderTheSameChecks() throws IOException {
        Path offline = Files.createDirectories(root.resolve("offline"));
        URI nowhere = URI.create("http://no-such-host.invalid/tiny.pth");
        ModelStore store = pulls.published(CONTENT, nowhere);
        PullRequest request = new PullRequest(Optional.of(offline), false);

        PatchrankException missing = refusal(() -> store.pull(PullFixture.NAME, request, pulls));
        assertThat(missing.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(missing.subject())
                .isEqualTo(offline.resolve(PullFixture.FILE).toString());

        Files.write(offline.resolve(PullFixture.FILE), OTHER);
        assertThat(refusal(() -> store.pull(PullFixture.NAME, request, pulls)).code())
                .isEqualTo(ErrorCode.MODEL_INVALID);

        Files.write(offline.resolve(PullFixture.FILE), CONTENT);
        assertThat(store.pull(PullFixture.NAME, request, pulls).fetched()).isTrue();
        assertThat(pulls.file()).hasBinaryContent(CONTENT);
        assertThat(offline.resolve(PullFixture.FILE)).hasBinaryContent(CONTENT);
    }

    @Test
    void secondPullOfAModelIsRefusedWhileTheFirstRuns() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FaultyServer.Answer slow = (request, out) -> {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            whole(CONTENT).send(request, out);
        };
        try (FaultyServer server = FaultyServer.of(slow)) {
            ModelStore store = pulls.unpublished(server.uri("tiny.pth"));
            CompletableFuture<PulledModel> first = CompletableFuture.supplyAsync(
                    () -> store.pull(PullFixture.NAME, new PullRequest(Optional.empty(), false), PullListener.NONE));
            asked.await();

            assertThat(refusal(() -> pulls.pull(store)).code()).isEqualTo(ErrorCode.DATA_FOLDER_IN_USE);
            goOn.countDown();
            assertThat(first.join().fetched()).isTrue();
            assertThat(pulls.pull(store).fetched()).isFalse();
        }
    }

    @Test
    void modelThatIsNotThereNamesTheCommandThatFetchesIt() {
        ModelStore store = pulls.unpublished(URI.create("http://no-such-host.invalid/tiny.pth"));

        assertThatThrownBy(() -> store.locate(store.registry().get(PullFixture.NAME)))
                .hasMessage("tiny: is not downloaded yet; run patchrank models pull tiny");
        assertThatThrownBy(() -> store.pull("tyni", new PullRequest(Optional.empty(), false), PullListener.NONE))
                .hasMessage("tyni: no such model; did you mean tiny?");
        assertThat(List.of(store.registry().hint("something else entirely")))
                .containsExactly("; patchrank models list names all");
    }

    private static PatchrankException refusal(ThrowingCallable call) {
        PatchrankException refused = catchThrowableOfType(PatchrankException.class, call);
        assertThat(refused).as("expected a refusal").isNotNull();
        return refused;
    }
}
