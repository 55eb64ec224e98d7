package io.patchrank.cli.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * How an ingest went.
 *
 * @param images that were put
 * @param indexed extracted now
 * @param copied whose content was known under another name
 * @param renamed whose content was known under a name that is gone
 * @param updated of which only the metadata changed
 * @param unchanged known before
 * @param rejected refused, now or before
 * @param seconds of the whole ingest, without the start of the stages
 * @param rejections the first of the rejected
 */
public record IngestSummary(
        long images,
        long indexed,
        long copied,
        long renamed,
        long updated,
        long unchanged,
        long rejected,
        double seconds,
        List<Rejection> rejections) {
    /** An image that was refused, and why. */
    public record Rejection(String source, String code, String reason) {}

    public IngestSummary {
        rejections = List.copyOf(rejections);
    }

    @JsonProperty
    public double imagesPerSecond() {
        return seconds > 0 ? images / seconds : 0;
    }

    /** Whether there were images and none could be taken in. */
    public boolean allRejected() {
        return images > 0 && rejected == images;
    }

    public String toText() {
        return rejectionsText() + totals();
    }

    /** A line for each of the first rejected images; empty when there are none. */
    public String rejectionsText() {
        StringBuilder text = new StringBuilder();
        for (Rejection rejection : rejections) {
            text.append("rejected  %s  %s: %s%n".formatted(rejection.source(), rejection.code(), rejection.reason()));
        }
        if (rejected > rejections.size()) {
            text.append("          and %d more; see patchrank gallery list --state REJECTED%n"
                    .formatted(rejected - rejections.size()));
        }
        return text.toString();
    }

    /** One line of numbers. */
    public String totals() {
        return String.format(
                Locale.ROOT,
                "%d images: %d indexed, %d copied, %d renamed, %d updated, %d unchanged, %d rejected; %.1f s, %.1f"
                        + " images/s",
                images,
                indexed,
                copied,
                renamed,
                updated,
                unchanged,
                rejected,
                seconds,
                imagesPerSecond());
    }
}
