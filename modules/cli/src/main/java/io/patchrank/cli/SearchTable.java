package io.patchrank.cli;

import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.SearchReply;
import java.util.Locale;
import java.util.stream.Collectors;

/** A ranked list for people. */
final class SearchTable {
    private SearchTable() {}

    static String render(SearchReply reply) {
        if (reply.hits().isEmpty()) {
            return "no hits; see patchrank gallery status for what the gallery holds\n" + lastLine(reply);
        }
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                "%4s  %6s  %7s  %10s  %7s  %s%n", "rank", "moved", "score", "similarity", "matches", "image"));
        for (Hit hit : reply.hits()) {
            table.append(String.format(
                    Locale.ROOT,
                    "%4d  %6s  %7.3f  %10.3f  %7s  %s%n",
                    hit.rank(),
                    moved(hit.rankBefore() - hit.rank()),
                    hit.score(),
                    hit.similarity(),
                    hit.rerankScore().isPresent() ? Integer.toString(hit.matches()) : "",
                    name(hit)));
        }
        return table.append(lastLine(reply)).toString();
    }

    /** Images that came as bytes are kept under their digest; people know them by name. */
    private static String name(Hit hit) {
        String name = hit.metadata().getString("name", "");
        return name.isEmpty() ? hit.source() : name + " (" + hit.source() + ")";
    }

    private static String moved(int places) {
        return places == 0 ? "=" : places > 0 ? "↑" + places : "↓" + -places;
    }

    private static String lastLine(SearchReply reply) {
        String timings = reply.timings().entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.1f ms", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
        String how = reply.partial()
                ? "PARTIAL: the deadline came when " + reply.scored() + " of " + reply.shortlist()
                        + " candidates were re-ranked by " + reply.rerank()
                : reply.scored() == reply.shortlist()
                        ? reply.scored() + " candidates re-ranked by " + reply.rerank()
                        : reply.scored() + " of " + reply.shortlist() + " candidates re-ranked by " + reply.rerank()
                                + "; the features of the others cannot be read, see patchrank doctor";
        return how + "; " + timings;
    }
}
