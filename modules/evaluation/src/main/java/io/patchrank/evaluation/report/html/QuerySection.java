package io.patchrank.evaluation.report.html;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The queries of the report, and what filters them. */
final class QuerySection {
    private static final double UNCHANGED = 1e-9;

    private final Thumbnails thumbnails;

    QuerySection(Thumbnails thumbnails) {
        this.thumbnails = thumbnails;
    }

    /** Writes the cards, the largest change first, so that these get pictures when there are not enough for all. */
    void write(Markup page, List<QueryCard> queries) {
        List<QueryCard> ordered = queries.stream()
                .sorted(Comparator.comparingDouble((QueryCard card) -> -Math.abs(card.gain())))
                .toList();
        controls(page, queries);
        page.raw("<div id=\"queries\">\n");
        ordered.forEach(card -> card(page, card));
        page.raw("</div>\n<p id=\"nothing\" hidden>No query is like that.</p>\n");
    }

    private static void controls(Markup page, List<QueryCard> queries) {
        long improved = queries.stream().filter(card -> card.gain() > UNCHANGED).count();
        long worse = queries.stream().filter(card -> card.gain() < -UNCHANGED).count();
        page.raw("<h2>Queries</h2>\n<form id=\"controls\" hidden><div role=\"group\" aria-label=\"Show\">");
        button(page, "all", "All", queries.size());
        button(page, "improved", "Improved", improved);
        button(page, "worse", "Worse", worse);
        button(page, "same", "Unchanged", queries.size() - improved - worse);
        page.raw("</div><label>Order <select id=\"order\"><option value=\"change\">largest change</option>"
                        + "<option value=\"gain\">best first</option><option value=\"loss\">worst first</option>"
                        + "<option value=\"after\">lowest AP after</option><option value=\"name\">name</option>"
                        + "</select></label>")
                .raw("<label>Name <input id=\"find\" type=\"search\" placeholder=\"part of it\"></label></form>\n");
    }

    private static void button(Markup page, String kind, String label, long count) {
        page.raw(
                "<button type=\"button\" data-kind=\"%s\" aria-pressed=\"%s\">%s <b>%d</b></button>",
                kind, "all".equals(kind), label, count);
    }

    private void card(Markup page, QueryCard card) {
        double gain = card.gain();
        String kind = gain > UNCHANGED ? "improved" : gain < -UNCHANGED ? "worse" : "same";
        double after = card.figures().stream()
                .mapToDouble(QueryCard.Change::after)
                .filter(Double::isFinite)
                .average()
                .orElse(1);
        page.raw(
                "<article class=\"%s\" data-gain=\"%.6f\" data-after=\"%.6f\" data-name=\"%s\"><header>",
                kind, gain, after, Markup.escaped(card.name()));
        thumbnails
                .cssClass(card.name())
                .ifPresent(
                        css -> page.raw("<span class=\"pic query %s\" role=\"img\" aria-label=\"query\"></span>", css));
        page.raw("<div><h3>").text(card.name()).raw("</h3>");
        if (!card.group().isEmpty()) {
            page.raw("<p class=\"group\">").text(card.group()).raw("</p>");
        }
        page.raw("<p class=\"figures\">");
        card.figures().forEach(change -> figure(page, change));
        page.raw("</p></div></header>");
        list(page, "before", card.before(), false);
        list(page, "after", card.after(), true);
        moves(page, card.moves());
        page.raw("</article>\n");
    }

    private static void figure(Markup page, QueryCard.Change change) {
        page.raw("<span>AP ");
        if (!change.task().isEmpty()) {
            page.text(change.task() + " ");
        }
        double gain = change.after() - change.before();
        if (Double.isNaN(gain)) {
            page.raw("nothing to find</span> ");
            return;
        }
        String tone = gain > UNCHANGED ? "up" : gain < -UNCHANGED ? "down" : "flat";
        page.raw(
                "%.3f → %.3f <b class=\"%s\">%s</b></span> ",
                change.before(), change.after(), tone, "flat".equals(tone) ? "±0" : signed(gain));
    }

    private void list(Markup page, String name, List<Place> places, boolean moved) {
        page.raw("<div class=\"list\"><span class=\"side\">%s</span><ol>", name);
        for (Place place : places) {
            page.raw("<li class=\"%s\" title=\"", place.relation().cssClass())
                    .text(place.image())
                    .raw("\">");
            Optional<String> css = thumbnails.cssClass(place.image());
            if (css.isPresent()) {
                page.raw("<span class=\"pic %s\" role=\"img\" aria-label=\"", css.get())
                        .text(place.image())
                        .raw("\"></span>");
            } else {
                page.raw("<span class=\"pic none\">").text(place.image()).raw("</span>");
            }
            page.raw("<span class=\"cap\"><i>%s</i> %d", place.relation().mark(), place.rank());
            if (!Double.isNaN(place.score())) {
                page.raw(" <small>%.3f</small>", place.score());
            }
            page.raw(moved ? move(place) : "").raw("</span></li>");
        }
        page.raw("</ol></div>");
    }

    /** Only what is right moves for better or worse; for the others the direction is told without colour. */
    private static String move(Place place) {
        int up = place.before() - place.rank();
        if (place.before() > 0 && up == 0) {
            return "";
        }
        String tone =
                place.relation() != Place.Relation.POSITIVE ? "flat" : place.before() == 0 || up > 0 ? "up" : "down";
        String text = place.before() == 0 ? "new" : (up > 0 ? "▲" : "▼") + Math.abs(up);
        return " <b class=\"" + tone + "\">" + text + "</b>";
    }

    private static void moves(Markup page, List<QueryCard.Move> moves) {
        if (moves.isEmpty()) {
            return;
        }
        page.raw("<details><summary>Ranks of what it should find (%d)</summary><ul class=\"moves\">", moves.size());
        for (QueryCard.Move move : moves) {
            String tone = move.after() == 0 || (move.before() != 0 && move.after() > move.before())
                    ? "down"
                    : move.after() == move.before() ? "flat" : "up";
            page.raw("<li>").text(move.image());
            page.raw(": %s → <b class=\"%s\">%s</b></li>", rank(move.before()), tone, rank(move.after()));
        }
        page.raw("</ul></details>");
    }

    private static String rank(int rank) {
        return rank == 0 ? "not found" : Integer.toString(rank);
    }

    private static String signed(double gain) {
        return String.format(Locale.ROOT, "%+.3f", gain).replace('-', '−');
    }
}
