package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process tells Prometheus after some work of each kind. */
class MetricsTest {
    private static final Path DOCUMENT = Path.of("../../docs/operations.md");
    private static final Pattern FAMILY = Pattern.compile("# TYPE (patchrank_\\w+) (\\w+)");
    private static final Pattern ROW = Pattern.compile("\\| `(patchrank_\\w+)` \\| (\\w+) \\|");

    @TempDir
    Path root;

    @Test
    void everyMeterIsDocumentedAndEveryDocumentedMeterIsExposed() throws IOException {
        assertThat(rows(ROW, Files.readString(DOCUMENT))).isEqualTo(rows(FAMILY, scrapeAfterWork()));
    }

    @Test
    void workIsCountedByStageActionAndCode() throws IOException {
        String text = scrapeAfterWork();

        assertThat(value(text, "patchrank_stage_request_seconds_count", "operation=\"extract\"", "stage=\"extract\""))
                .isEqualTo(3);
        assertThat(value(text, "patchrank_stage_failures_total", "code=\"BAD_REQUEST\"", "operation=\"search\""))
                .isEqualTo(1);
        assertThat(value(text, "patchrank_ingest_images_total", "action=\"indexed\""))
                .isEqualTo(2);
        assertThat(value(text, "patchrank_ingest_images_total", "action=\"unchanged\""))
                .isEqualTo(1);
        assertThat(value(text, "patchrank_ingest_rejected_total", "code=\"UNSUPPORTED_FORMAT\""))
                .isEqualTo(1);
        assertThat(value(text, "patchrank_gallery_images", "state=\"indexed\"")).isEqualTo(2);
        assertThat(value(text, "patchrank_gallery_images", "state=\"rejected\""))
                .isEqualTo(1);
        assertThat(value(text, "patchrank_storage_bytes")).isPositive();
        assertThat(value(text, "patchrank_rerank_pairs_total")).isEqualTo(2);
        assertThat(value(text, "patchrank_search_step_seconds_count", "step=\"rerank\""))
                .isEqualTo(1);
        assertThat(value(text, "patchrank_batch_size_count", "stage=\"extract\""))
                .isEqualTo(3);
        assertThat(value(text, "patchrank_device_info", "device=\"cpu\"", "model=\"colour-grid-1\""))
                .isEqualTo(1);
        assertThat(value(text, "patchrank_queue_capacity", "stage=\"extract\"")).isEqualTo(64);
        assertThat(value(text, "patchrank_credits", "stage=\"search\""))
                .isEqualTo(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
        assertThat(value(text, "patchrank_ready")).isEqualTo(1);
        assertThat(text).contains("jvm_memory_used_bytes", "jvm_gc_", "jvm_threads_live", "process_files_open_files");
    }

    private String scrapeAfterWork() throws IOException {
        try (TestGallery gallery = TestGallery.start(root.resolve("data"), TestGallery.withoutWatch())) {
            Path first = TestPictures.write(root, "a.png", 1);
            gallery.put(first);
            gallery.put(first);
            gallery.put(TestPictures.write(root, "b.png", 2));
            gallery.put(Files.writeString(root.resolve("words.png"), "no picture"));
            gallery.search(SearchRequest.of(new QuerySource.File(first.toString())));
            assertThat(gallery.refused("limit", -1)).isEqualTo("BAD_REQUEST");
            return gallery.app().operations().metrics().await();
        }
    }

    private static Set<List<String>> rows(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(row -> List.of(row.group(1), row.group(2)))
                .collect(Collectors.toCollection(
                        () -> new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()))));
    }

    private static double value(String text, String name, String... labels) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
