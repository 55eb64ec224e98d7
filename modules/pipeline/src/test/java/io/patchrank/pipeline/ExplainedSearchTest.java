package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.api.rerank.Numbers;
import io.patchrank.api.rerank.PatchMatch;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a search tells besides its list: why, and what it knew before the end. Shortlists are scored pair by pair; one gallery serves all
 * tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainedSearchTest {
    private static final int IMAGES = 12;

    private final Path root;
    private final TestGallery gallery;

    ExplainedSearchTest(@TempDir Path root) {
        this.root = root;
        Map<String, String> settings = new HashMap<>(TestGallery.withoutWatch());
        settings.putAll(Map.of("rerank.batch", "1", "rerank.threads", "1"));
        gallery = TestGallery.start(root.resolve("data"), settings);
        for (int i = 0; i < IMAGES; i++) {
            gallery.put(picture(i));
        }
    }

    @AfterAll
    void stop() {
        gallery.close();
    }

    private Path picture(int seed) {
        return TestPictures.write(root, "p" + seed + ".png", seed);
    }

    private JsonObject request(int seed) {
        return new JsonObject().put("path", picture(seed).toString());
    }

    private SearchReply search(JsonObject request) {
        return SearchReply.fromJson(gallery.ask(Addresses.SEARCH, request));
    }

    @Test
    void sizesOfQueryAndHitsAreTold() {
        SearchReply whole = search(request(3));
        SearchReply cropped = search(request(3).put("crop", "24,16,48,32"));
        String id = whole.hits().getFirst().id().value();
        SearchReply byId = search(new JsonObject().put("id", id));

        assertThat(whole.querySize()).contains(new PixelSize(96, 64));
        assertThat(cropped.querySize()).contains(new PixelSize(96, 64));
        assertThat(byId.querySize()).isEmpty();
        assertThat(whole.hits()).extracting(Hit::size).allMatch(size -> size.equals(whole.querySize()));
    }

    @Test
    void everyHitOfTheAnswerIsExplainedInItsOwnTerms() {
        SearchReply reply =
                search(request(3).put("explain", true).put("limit", 6).put("shortlist", 4));

        assertThat(reply.hits()).hasSize(6);
        for (Hit hit : reply.hits()) {
            String formula = hit.explanation().orElseThrow().formula();
            assertThat(formula).contains(Numbers.plain(hit.similarity()));
            boolean inShortlist = hit.rankBefore() <= 4;
            assertThat(formula.contains("behind the shortlist of 4")).isNotEqualTo(inShortlist);
            assertThat(formula.contains("1 / (1 + exp(")).isEqualTo(inShortlist);
            assertThat(formula.endsWith(Numbers.plain(hit.score()))).isEqualTo(inShortlist);
        }
        List<PatchMatch> same =
                reply.hits().getFirst().explanation().orElseThrow().matches();
        assertThat(same).isNotEmpty().allSatisfy(match -> {
            assertThat(match.strength()).isGreaterThan(0.99f);
            assertThat(List.of(match.queryX(), match.queryY())).isEqualTo(List.of(match.otherX(), match.otherY()));
        });
        assertThat(search(request(3)).hits()).allMatch(hit -> hit.explanation().isEmpty());
    }

    @Test
    void matchesOfACroppedQueryLieInTheBoxOnTheWholePicture() {
        SearchReply reply = search(request(3)
                .put("explain", true)
                .put("crop", "24,16,48,48")
                .put("rerankOptions", new JsonObject().put("judgement", "count").put("threshold", 0)));

        assertThat(reply.hits())
                .flatExtracting(hit -> hit.explanation().orElseThrow().matches())
                .hasSizeGreaterThan(IMAGES)
                .allSatisfy(m -> {
                    PatchMatch match = (PatchMatch) m;
                    assertThat(match.queryX()).isBetween(0.25f, 0.75f);
                    assertThat(match.queryY()).isBetween(0.25f, 1f);
                });
    }

    @Test
    void globalOrderExplainsItself() {
        SearchReply reply = search(request(3).put("explain", true).put("rerank", "none"));

        Hit first = reply.hits().getFirst();
        assertThat(first.explanation().orElseThrow().formula())
                .isEqualTo("score = similarity of the global descriptors = " + Numbers.plain(first.score()));
        assertThat(first.explanation().orElseThrow().matches()).isEmpty();
    }

    @Test
    void betterAndBetterAnswersComeBeforeTheLast() {
        LinkedBlockingQueue<JsonObject> partials = new LinkedBlockingQueue<>();
        String address = Addresses.PARTIALS + "test";
        MessageConsumer<JsonObject> consumer =
                gallery.app().vertx().eventBus().consumer(address, message -> partials.add(message.body()));
        consumer.completion().await();

        SearchReply last = search(request(3)
                .put("partials", address)
                .put("threshold", 0.5)
                .put("explain", true)
                .put("shortlist", IMAGES - 1));

        consumer.unregister().await();
        List<JsonObject> sent = new ArrayList<>(partials);
        assertThat(sent).hasSizeGreaterThanOrEqualTo(2);
        assertThat(sent).extracting(p -> p.getString("stage")).startsWith("global", "improved");
        List<SearchReply> answers = sent.stream()
                .map(p -> SearchReply.fromJson(p.getJsonObject("answer")))
                .toList();
        SearchReply global = answers.getFirst();
        assertThat(global.scored()).isZero();
        assertThat(global.hits()).hasSize(IMAGES).allMatch(hit -> hit.rank() == hit.rankBefore());
        assertThat(global.timings()).containsKeys("decode", "extract", "search", "total");
        assertThat(answers).extracting(SearchReply::scored).isSorted().allMatch(scored -> scored < IMAGES - 1);
        assertThat(answers.get(1).scored()).isPositive();
        assertThat(answers)
                .flatExtracting(SearchReply::hits)
                .allMatch(hit -> ((Hit) hit).explanation().isEmpty());
        assertThat(last.scored()).isEqualTo(IMAGES - 1);
        assertThat(last.hits()).isNotEmpty().allMatch(hit -> hit.explanation().isPresent());
    }

    @Test
    void searchIsCancelledWhenNobodyHearsItsPartials() {
        SearchRequest request = SearchRequest.of(new QuerySource.File(picture(2).toString()))
                .withPartials(Addresses.PARTIALS + "nobody")
                .explained();

        assertThatThrownBy(() -> gallery.search(request))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    @Test
    void partialsToOtherAddressesAreRefused() {
        assertThatThrownBy(() -> search(request(1).put("partials", Addresses.EVENTS)))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    @Test
    void textFilterNarrowsASearch() {
        JsonObject filter = new JsonObject().put("text", "P1 png");

        assertThat(search(request(3).put("filter", filter)).hits())
                .extracting(hit -> Path.of(hit.source()).getFileName().toString())
                .containsExactlyInAnyOrder("p1.png", "p10.png", "p11.png");
    }
}
