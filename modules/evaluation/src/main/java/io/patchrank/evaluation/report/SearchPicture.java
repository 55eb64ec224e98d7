package io.patchrank.evaluation.report;

import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.file.AtomicFile;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.imaging.draw.Encoding;
import io.patchrank.imaging.draw.RankPicture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of one search as a picture: the query, the head of the global list and that of the re-ranked one. Runs on
 * the caller's thread.
 *
 * @param name of the query
 * @param query its image file
 * @param crop box that was searched with, in pixels of the upright original
 * @param global the first hits of the global list, by rank
 * @param answer the re-ranked list
 * @param images gives the image file of a hit by its id
 */
public record SearchPicture(
        String name, byte[] query, Optional<CropBox> crop, List<Hit> global, SearchReply answer, ImageSource images) {
    /** Places of a list that are drawn. */
    public static final int PLACES = 10;

    /**
     * Writes it as PNG or JPEG, by the extension of {@code file}. A hit whose image cannot be had leaves a grey cell.
     *
     * @throws PatchrankException {@code BAD_REQUEST} for another extension; {@code DISK_FULL}, {@code IO_FAILED}
     */
    public void write(Path file) {
        String title = "%s by %s".formatted(counted(answer.hits().size()), answer.rerank());
        String figures = answer.partial()
                ? "the deadline came when %d of %d candidates were re-ranked"
                        .formatted(answer.scored(), answer.shortlist())
                : "%d candidates re-ranked; below each picture its rank and score".formatted(answer.scored());
        RankPicture picture = new RankPicture(title, figures, before(), after(), images::bytes);
        AtomicFile.write(file, picture.draw(query, name, ImageArea.of(crop, answer.querySize()), Encoding.of(file)));
    }

    private static String counted(int hits) {
        return hits == 1 ? "1 hit" : hits + " hits";
    }

    private List<RankPicture.Place> before() {
        Map<String, Integer> ranks = new HashMap<>();
        answer.hits().forEach(hit -> ranks.put(hit.id().value(), hit.rank()));
        return global.stream()
                .limit(PLACES)
                .map(hit -> place(
                        hit,
                        hit.similarity(),
                        Optional.ofNullable(ranks.get(hit.id().value()))))
                .toList();
    }

    private List<RankPicture.Place> after() {
        return answer.hits().stream()
                .limit(PLACES)
                .map(hit -> place(hit, hit.score(), Optional.of(hit.rankBefore())))
                .toList();
    }

    private static RankPicture.Place place(Hit hit, double score, Optional<Integer> otherRank) {
        return new RankPicture.Place(
                hit.id().value(), hit.rank(), String.format(Locale.ROOT, "%.3f", score), otherRank, Optional.empty());
    }
}
