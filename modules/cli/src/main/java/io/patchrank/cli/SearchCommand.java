package io.patchrank.cli;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.evaluation.report.PictureFile;
import io.patchrank.evaluation.report.SearchPicture;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds images like a given one. */
@Command(
        name = "search",
        description = {
            "Finds the images of the gallery that show the same as IMAGE.",
            "Asks the running server if there is one; else starts what it needs on the data folder, which takes a"
                    + " moment. --json prints the answer as docs/event-bus.md describes it."
        })
final class SearchCommand extends Operation {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Query query = new Query();

    /** One of the two. */
    private static final class Query {
        @Parameters(paramLabel = "IMAGE", description = "The image file to search with.")
        private Optional<Path> image = Optional.empty();

        @Option(names = "--id", paramLabel = "ID", description = "Search with this image of the gallery instead.")
        private Optional<String> id = Optional.empty();
    }

    @Option(
            names = "--crop",
            paramLabel = "X,Y,W,H",
            description = "Search with this box only, in pixels of the upright image.")
    private Optional<String> crop = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "Hits wanted (default: search.limit).")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--shortlist", paramLabel = "N", description = "Images to re-rank (default: search.shortlist).")
    private Optional<Integer> shortlist = Optional.empty();

    @Option(names = "--rerank", paramLabel = "NAME", description = "none, mutual-nn or ames (default: rerank.default).")
    private Optional<String> rerank = Optional.empty();

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "Option of the re-ranker for this search, such as threshold=0.7; may be repeated.")
    private Map<String, String> rerankOptions = new LinkedHashMap<>();

    @Option(names = "--threshold", paramLabel = "X", description = "Leave out hits with a lower score.")
    private Optional<Double> threshold = Optional.empty();

    @Option(
            names = "--filter",
            paramLabel = "JSON",
            description = "Which images may be hits, such as '{\"field\": \"city\", \"equals\": \"Paris\"}'.")
    private Optional<String> filter = Optional.empty();

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Answer with the best order so far after 500ms, 5s … (default: search.deadline).")
    private Optional<Duration> deadline = Optional.empty();

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Draw the query and the first 10 hits before and after re-ranking into this file"
                    + " (.png or .jpg).")
    private Optional<Path> picture = Optional.empty();

    @Override
    int run(Output output) {
        picture.ifPresent(PictureFile::requireWritable);
        PatchrankConfig config = options().config();
        SearchRequest request = new SearchRequest(
                source(config),
                crop.map(CropBox::parse),
                limit,
                shortlist,
                rerank,
                JsonArguments.options(rerankOptions),
                threshold,
                filter.map(text -> JsonArguments.object("--filter", text)).orElseGet(JsonObject::new),
                deadline);
        try (GalleryAccess gallery = searchedGallery(output)) {
            JsonObject reply = gallery.ask(Addresses.SEARCH, request.toJson());
            SearchReply answer = SearchReply.fromJson(reply);
            picture.ifPresent(file -> draw(gallery, request, answer, file, output));
            output.result(tree(reply), json -> SearchTable.render(answer));
        }
        return 0;
    }

    private void draw(GalleryAccess gallery, SearchRequest request, SearchReply answer, Path file, Output output) {
        GalleryPictures images = new GalleryPictures(gallery);
        byte[] queryFile =
                switch (request.query()) {
                    case QuerySource.Bytes bytes -> bytes.bytes();
                    case QuerySource.Gallery image -> images.bytes(image.id().value());
                    case QuerySource.File path -> throw new IllegalStateException("files are sent as bytes: " + path);
                };
        String name = query.image.map(Path::toString).or(() -> query.id).orElse("query");
        // The answer has the global ranks of its own hits only.
        JsonObject global = gallery.ask(
                Addresses.SEARCH, request.globalOnly(SearchPicture.PLACES).toJson());
        new SearchPicture(
                        name,
                        queryFile,
                        request.crop(),
                        SearchReply.fromJson(global).hits(),
                        answer,
                        images)
                .write(file);
        output.note("the picture is " + file.toAbsolutePath().normalize());
    }

    private QuerySource source(PatchrankConfig config) {
        return query.image
                .<QuerySource>map(file -> new QuerySource.Bytes(
                        ImageArgument.read(file, config.decode().maxBytes().bytes())))
                .or(() -> query.id.map(ImageId::new).map(QuerySource.Gallery::new))
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.BAD_REQUEST, "search", "name an IMAGE, or an image of the gallery with --id"));
    }
}
