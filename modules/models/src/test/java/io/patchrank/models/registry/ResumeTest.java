package io.patchrank.models.registry;

import static io.patchrank.models.registry.FaultyServer.serving;
import static io.patchrank.models.registry.FaultyServer.silentAfter;
import static io.patchrank.models.registry.FaultyServer.status;
import static io.patchrank.models.registry.FaultyServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break, and what is taken up again. */
class ResumeTest {
    private static final byte[] CONTENT = PullFixture.content(300_000, 1);
    private static final byte[] OTHER = PullFixture.content(300_000, 2);

    @TempDir
    private Path root;

    private PullFixture pulls = new PullFixture(Path.of(""));

    @BeforeEach
    void folder() {
        pulls = new PullFixture(root.resolve("models"));
    }

    @Test
    void brokenConnectionGoesOnWhereItBroke() throws IOException {
        try (FaultyServer server = FaultyServer.of(serving(CONTENT, "\"a\"", 120_000))) {
            PulledModel pulled = pulls.pull(pulls.unpublished(server.uri("tiny.pth")));

            assertThat(pulled.fetched()).isTrue();
            assertThat(pulls.file()).hasBinaryContent(CONTENT);
            assertThat(server.requests())
                    .extracting(request -> request.header("range").orElse(""))
                    .containsExactly("", "bytes=120000-", "bytes=240000-");
            assertThat(server.requests().get(1).header("if-range")).contains("\"a\"");
            assertThat(files()).containsExactly("registry.json", "tiny.pth", "tiny.pth.json", "tiny.pth.lock");
        }
    }

    @Test
    void pullThatFailedIsTakenUpByTheNextOne() {
        try (FaultyServer server = FaultyServer.of(
                serving(CONTENT, "\"a\"", 100_000), status(503), status(503), status(503), serving(CONTENT, "\"a\""))) {
            ModelStore store = pulls.unpublished(server.uri("tiny.pth"));
            assertThatThrownBy(() -> pulls.pull(store))
                    .isInstanceOf(PatchrankException.class)
                    .hasMessageContaining("answers 503");
            assertThat(pulls.part()).hasSize(100_000);
            assertThat(pulls.file()).doesNotExist();
            assertThat(store.status(store.registry().get(PullFixture.NAME)).partBytes())
                    .isEqualTo(100_000);

            pulls.pull(store);

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
            assertThat(server.requests().getLast().header("range")).contains("bytes=100000-");
        }
    }

    @Test
    void serverWithoutRangesIsReadFromTheBeginning() {
        try (FaultyServer server = FaultyServer.of(serving(CONTENT, "\"a\"", 100_000), whole(CONTENT, "ETag: \"a\""))) {
            pulls.pull(pulls.unpublished(server.uri("tiny.pth")));

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
            assertThat(pulls.notes).contains("the server sends the file from its beginning");
        }
    }

    @Test
    void fileThatChangedMeanwhileIsReadFromTheBeginning() {
        try (FaultyServer server = FaultyServer.of(serving(CONTENT, "\"a\"", 100_000), serving(OTHER, "\"b\""))) {
            pulls.pull(pulls.unpublished(server.uri("tiny.pth")));

            assertThat(pulls.file()).hasBinaryContent(OTHER);
        }
    }

    @Test
    void serverThatIgnoresIfRangeIsFoundOutByItsTag() {
        try (FaultyServer server = FaultyServer.of(
                serving(CONTENT, "\"a\"", 100_000), ignoringIfRange(OTHER, "\"b\""), serving(OTHER, "\"b\""))) {
            pulls.pull(pulls.unpublished(server.uri("tiny.pth")));

            assertThat(pulls.file()).hasBinaryContent(OTHER);
            assertThat(pulls.notes).anyMatch(note -> note.startsWith("the file has changed on the server"));
        }
    }

    @Test
    void partsThatDoNotFitTogetherAreFetchedAgain() throws IOException {
        Files.createDirectories(pulls.folder);
        Files.write(pulls.part(), Arrays.copyOf(OTHER, 100_000));
        try (FaultyServer server = FaultyServer.of(serving(CONTENT, "\"a\""))) {
            ModelStore store = pulls.published(CONTENT, server.uri("tiny.pth"));
            new PartRecord(
                            server.uri("tiny.pth").toString(),
                            Optional.empty(),
                            Optional.empty(),
                            OptionalLong.of(CONTENT.length))
                    .write(pulls.folder.resolve("tiny.pth.part.json"));

            pulls.pull(store);

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void partOfAnUnknownOriginIsNotUsed() throws IOException {
        Files.createDirectories(pulls.folder);
        Files.write(pulls.part(), Arrays.copyOf(OTHER, 100_000));
        try (FaultyServer server = FaultyServer.of(serving(CONTENT, "\"a\""))) {
            pulls.pull(pulls.unpublished(server.uri("tiny.pth")));

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** Without a validator nothing would tell that the rest is of another file. */
    @Test
    void partWithoutValidatorIsNotContinuedUnlessTheDigestIsKnown() {
        FaultyServer.Answer cut = (request, out) -> {
            FaultyServer.head(out, 200, "Content-Length: " + CONTENT.length, "ETag: W/\"weak\"");
            out.write(CONTENT, 0, 100_000);
        };
        try (FaultyServer server = FaultyServer.of(cut, serving(CONTENT, "\"a\""))) {
            pulls.pull(pulls.unpublished(server.uri("tiny.pth")));
            assertThat(server.requests().getLast().header("range")).isEmpty();
        }
        PullFixture other = new PullFixture(root.resolve("other"));
        try (FaultyServer server = FaultyServer.of(cut, serving(CONTENT, "\"a\""))) {
            other.pull(other.published(CONTENT, server.uri("tiny.pth")));
            assertThat(server.requests().getLast().header("range")).contains("bytes=100000-");
        }
    }

    @Test
    void connectionThatFallsSilentIsGivenUp() {
        try (FaultyServer server = FaultyServer.of(silentAfter(CONTENT, 100_000), serving(CONTENT, "\"s\""))) {
            pulls.stallingAfter(Duration.ofMillis(300)).pull(pulls.unpublished(server.uri("tiny.pth")));

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
            assertThat(server.requests().getLast().header("range")).contains("bytes=100000-");
        }
    }

    @Test
    void serverThatRecoversIsAskedAgain() {
        try (FaultyServer server =
                FaultyServer.of(status(503, "Retry-After: 0"), status(500), serving(CONTENT, "\"a\""))) {
            pulls.pull(pulls.published(CONTENT, server.uri("tiny.pth")));

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
        }
    }

    private static FaultyServer.Answer ignoringIfRange(byte[] content, String etag) {
        return (request, out) -> serving(content, etag)
                .send(
                        new FaultyServer.Request(
                                request.path(),
                                Map.of("range", request.header("range").orElse("0"))),
                        out);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(pulls.folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
