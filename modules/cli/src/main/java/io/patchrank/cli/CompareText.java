package io.patchrank.cli;

import io.patchrank.api.bus.ComparedSide;
import io.patchrank.api.bus.Comparison;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A comparison as text. */
final class CompareText {
    private CompareText() {}

    static String render(Comparison comparison, Optional<Path> picture) {
        StringBuilder text = new StringBuilder();
        line(text, "similarity", String.format(Locale.ROOT, "%.3f (global descriptors)", comparison.similarity()));
        line(text, "matches", matches(comparison));
        line(text, "inliers", inliers(comparison));
        side(text, "A", comparison.query());
        side(text, "B", comparison.other());
        picture.ifPresent(file -> line(text, "picture", file.toString()));
        String timings = comparison.timings().entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.1f ms", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
        return text.append(timings).toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-10s  %s%n", name, value));
    }

    private static String matches(Comparison comparison) {
        if (comparison.matches().isEmpty()) {
            return "none; a lower --threshold finds weaker ones";
        }
        return String.format(
                Locale.ROOT,
                "%d, cosine %.3f to %.3f",
                comparison.matches().size(),
                comparison.matches().getLast().strength(),
                comparison.matches().getFirst().strength());
    }

    private static String inliers(Comparison comparison) {
        return comparison
                .homography()
                .map(h -> comparison.inlierCount() + " agree on one geometry, A to B " + rows(h))
                .orElse("no common geometry");
    }

    private static String rows(List<Double> homography) {
        StringBuilder rows = new StringBuilder("[");
        for (int i = 0; i < homography.size(); i++) {
            rows.append(i == 0 ? "" : i % 3 == 0 ? "; " : " ")
                    .append(String.format(Locale.ROOT, i < 6 ? "%.3f" : "%.6f", homography.get(i)));
        }
        return rows.append(']').toString();
    }

    private static void side(StringBuilder text, String name, ComparedSide side) {
        String size = side.width() > 0 ? side.width() + " x " + side.height() + ", " : "";
        String maps =
                side.withoutMaps().map(why -> "; no maps: " + why.getMessage()).orElse("");
        line(text, name, size + side.kept().size() + " patches" + maps);
    }
}
