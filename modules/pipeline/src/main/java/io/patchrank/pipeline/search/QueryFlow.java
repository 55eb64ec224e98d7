package io.patchrank.pipeline.search;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.IndexedImage;
import io.patchrank.api.gallery.Neighbour;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.flow.Stopwatch;
import io.patchrank.pipeline.flow.TypedRequest;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.Extracted;
import io.patchrank.pipeline.message.ImageSource;
import io.patchrank.pipeline.message.LocalsReply;
import io.patchrank.pipeline.message.Progress;
import io.patchrank.pipeline.message.ReadRequest;
import io.patchrank.pipeline.message.RerankReply;
import io.patchrank.pipeline.message.RerankRequest;
import io.patchrank.pipeline.message.Shortlist;
import io.patchrank.pipeline.message.ShortlistRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.pipeline.message.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The steps of one query, each asked of its stage. */
final class QueryFlow {
    private final Vertx vertx;
    private final CreditedSender decode;
    private final CreditedSender search;
    private final CreditedSender rerank;
    private final PartialAnswers partials;
    private final SearchDefaults defaults;

    QueryFlow(
            Vertx vertx,
            CreditedSender decode,
            CreditedSender search,
            CreditedSender rerank,
            PartialAnswers partials,
            SearchDefaults defaults) {
        this.vertx = vertx;
        this.decode = decode;
        this.search = search;
        this.rerank = rerank;
        this.partials = partials;
        this.defaults = defaults;
    }

    Future<SearchReply> answer(SearchRequest request) {
        int limit = request.limit().orElse(defaults.limit());
        if (limit > defaults.maxLimit()) {
            throw JsonFields.bad("limit", "at most " + defaults.maxLimit() + " (search.max-limit), got " + limit);
        }
        Duration budget = request.deadline().orElse(defaults.deadline());
        Stopwatch watch = new Stopwatch();
        Urgency urgency = Urgency.query(Instant.now().plus(budget));
        return inTime(features(request, urgency, watch), watch.left(budget))
                .compose(query -> inTime(shortlist(request, query, limit, watch), watch.left(budget))
                        .compose(neighbours -> ranked(
                                new Answers(request, reranker(request), query, neighbours, limit), budget, watch)));
    }

    /** Before there is a global list there is no order to answer with. */
    private static <T> Future<T> inTime(Future<T> step, Duration left) {
        return step.timeout(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)
                .recover(failure ->
                        Future.failedFuture(failure instanceof TimeoutException ? Urgency.tooLate("search") : failure));
    }

    private Future<Query> features(SearchRequest request, Urgency urgency, Stopwatch watch) {
        return switch (request.query()) {
            case QuerySource.Bytes bytes ->
                extract(new ImageSource.OfBytes("query", bytes.bytes()), request, urgency, watch);
            case QuerySource.File file -> extract(new ImageSource.OfFile(file.path()), request, urgency, watch);
            case QuerySource.Gallery image -> stored(image.id(), request, urgency, watch);
        };
    }

    private Future<Query> extract(ImageSource source, SearchRequest request, Urgency urgency, Stopwatch watch) {
        return decode.request(new DecodeRequest(source, request.crop(), urgency), Extracted.class)
                .map(extracted -> {
                    watch.note("decode", extracted.decodeMs());
                    watch.note("extract", extracted.extractMs());
                    return new Query(
                            extracted.features().global(),
                            extracted.features().locals(),
                            extracted.features().modelFingerprint(),
                            Optional.empty(),
                            extracted.content().size());
                });
    }

    /** A gallery image is its own query by what is stored of it; only a crop needs its file again. */
    private Future<Query> stored(ImageId id, SearchRequest request, Urgency urgency, Stopwatch watch) {
        return this.<IndexedImage>ask(StageAddresses.INDEXED, id.value()).compose(indexed -> {
            if (request.crop().isPresent()) {
                return extract(new ImageSource.OfFile(indexed.image().source()), request, urgency, watch)
                        .map(query -> query.of(id));
            }
            ReadRequest all = new ReadRequest(List.of(indexed.features()), Integer.MAX_VALUE, LocalsForm.RICHEST);
            return this.<LocalsReply>ask(StageAddresses.READ_LOCALS, all).map(read -> {
                watch.lap("read");
                return new Query(
                        indexed.descriptor(),
                        read.locals().getFirst(),
                        indexed.modelFingerprint(),
                        Optional.of(id),
                        Optional.empty());
            });
        });
    }

    private <R> Future<R> ask(String address, Object body) {
        return TypedRequest.send(vertx, address, body);
    }

    private Future<List<Neighbour>> shortlist(SearchRequest request, Query query, int limit, Stopwatch watch) {
        int wanted = Math.max(limit, request.shortlist().orElse(defaults.shortlist()));
        // One more, since a gallery image finds itself.
        int asked = query.self().isPresent() ? wanted + 1 : wanted;
        return search.request(new ShortlistRequest(query.global(), asked, request.filter()), Shortlist.class)
                .map(found -> {
                    watch.lap("search");
                    return query.withoutSelf(found.neighbours(), wanted);
                });
    }

    private Future<SearchReply> ranked(Answers answers, Duration budget, Stopwatch watch) {
        SearchRequest request = answers.request();
        int shortlist = Math.min(
                request.shortlist().orElse(defaults.shortlist()),
                answers.neighbours().size());
        List<Neighbour> head = answers.neighbours().subList(0, shortlist);
        List<Float> similarities = head.stream().map(Neighbour::similarity).toList();
        return globalPartial(answers, similarities, watch).compose(v -> {
            Optional<Progress> progress = request.partials()
                    .map(address -> partials.open(
                            better -> sendPartial(address, "improved", answers.of(better, watch.soFar()))));
            RerankRequest job = new RerankRequest(
                    answers.query().locals(),
                    head.stream()
                            .map(n -> ((ImageState.Indexed) n.image().state()).features())
                            .toList(),
                    similarities,
                    answers.reranker(),
                    request.rerankOptions(),
                    watch.left(budget),
                    request.explain() ? answers.limit() : 0,
                    progress);
            return rerank.request(job, RerankReply.class)
                    .map(reply -> {
                        watch.lap("rerank");
                        // Parts of it, told by the stage itself
                        watch.note("rerank.read", reply.readMs());
                        watch.note("rerank.score", reply.scoreMs());
                        return answers.of(reply, watch.soFar());
                    })
                    .onComplete(ended -> progress.ifPresent(partials::close));
        });
    }

    private Future<Void> globalPartial(Answers answers, List<Float> similarities, Stopwatch watch) {
        return answers.request()
                .partials()
                .map(address -> sendPartial(
                        address, "global", answers.global(RerankReply.unscored(similarities), watch.soFar())))
                .orElseGet(Future::succeededFuture);
    }

    /** Fails when nobody listens: whoever asked has left, and nobody waits for the rest. */
    private Future<Void> sendPartial(String address, String stage, SearchReply answer) {
        return vertx.eventBus()
                .sender(address)
                .write(new JsonObject().put("stage", stage).put("answer", answer.toJson()))
                .recover(e -> Future.failedFuture(new PatchrankException(
                        ErrorCode.CANCELLED, address, "nobody listens to the partial answers any more", e)));
    }

    private String reranker(SearchRequest request) {
        return request.rerank().orElse(defaults.rerank());
    }
}
