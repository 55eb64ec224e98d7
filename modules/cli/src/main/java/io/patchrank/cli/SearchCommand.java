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
import io.patchrank.cli.access.Purpose;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    @Override
    int run(Output output) {
        PatchrankConfig config = options().config();
        JsonObject request = new SearchRequest(
                        source(config),
                        crop.map(CropBox::parse),
                        limit,
                        shortlist,
                        rerank,
                        JsonArguments.options(rerankOptions),
                        threshold,
                        filter.map(text -> JsonArguments.object("--filter", text))
                                .orElseGet(JsonObject::new),
                        deadline)
                .toJson();
        try (GalleryAccess gallery = existingGallery(Purpose.SEARCH, output)
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.NOT_FOUND,
                        config.data().toString(),
                        "there is no gallery; make one with patchrank ingest DIR, or name another with --data"))) {
            JsonObject reply = gallery.ask(Addresses.SEARCH, request);
            output.result(tree(reply), json -> SearchTable.render(SearchReply.fromJson(reply)));
        }
        return 0;
    }

    private QuerySource source(PatchrankConfig config) {
        return query.image
                .<QuerySource>map(file -> new QuerySource.Bytes(
                        read(file, config.decode().maxBytes().bytes())))
                .or(() -> query.id.map(ImageId::new).map(QuerySource.Gallery::new))
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.BAD_REQUEST, "search", "name an IMAGE, or an image of the gallery with --id"));
    }

    private static byte[] read(Path file, long maxBytes) {
        try {
            if (Files.isDirectory(file)) {
                throw new PatchrankException(
                        ErrorCode.UNREADABLE_FILE, file.toString(), "it is a folder; name an image file");
            }
            // Opening a pipe would wait for a writer.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new PatchrankException(
                        ErrorCode.UNREADABLE_FILE,
                        file.toString(),
                        "it is a pipe, socket or device; name a regular file");
            }
            if (Files.size(file) > maxBytes) {
                throw new PatchrankException(
                        ErrorCode.IMAGE_TOO_LARGE,
                        file.toString(),
                        "the file is above the limit of " + maxBytes + " bytes (decode.max-bytes)");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, file.toString(), "there is no such file", e);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.UNREADABLE_FILE, file.toString(), "it cannot be read; check its permissions", e);
        }
    }
}
