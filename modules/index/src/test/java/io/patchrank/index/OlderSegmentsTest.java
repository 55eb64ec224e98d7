package io.patchrank.index;

import static io.patchrank.api.gallery.GalleryRows.ADDED;
import static io.patchrank.api.gallery.GalleryRows.indexed;
import static io.patchrank.api.gallery.GalleryRows.randomUnit;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.MetadataFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of galleries that were written before rows had small blocks and numbers for moments; merging of segments. */
final class OlderSegmentsTest {
    private final Path folder;

    OlderSegmentsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void rowsInLargeBlocksAreReadAndMerged() throws IOException {
        Random random = new Random(4);
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, IndexOptions.defaults())) {
            gallery.apply(List.of(new CatalogueChange.Index(indexed("new"), randomUnit(random, 8))));
        }
        GalleryModel model;
        try (Directory directory = FSDirectory.open(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            model = GalleryModel.of(reader.getIndexCommit().getUserData(), folder.toString());
        }
        float[] descriptor = randomUnit(random, 8);
        try (Directory directory = FSDirectory.open(folder);
                IndexWriter older =
                        new IndexWriter(directory, new IndexWriterConfig().setCodec(new Lucene104Codec()))) {
            older.setLiveCommitData(model.toUserData().entrySet());
            Document row = RowDocument.of(indexed("old"), descriptor, model);
            for (String moment : List.of("modified", "added", "updated")) {
                row.removeField(moment);
                row.add(new StoredField(moment, ADDED.toString()));
            }
            older.addDocument(row);
        }
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, IndexOptions.defaults())) {
            assertThat(gallery.search(descriptor, 1, MetadataFilter.ANY))
                    .singleElement()
                    .satisfies(hit -> {
                        assertThat(hit.image().id().value()).isEqualTo("old");
                        assertThat(hit.image().added()).isEqualTo(ADDED);
                    });
            gallery.compact(0);
            assertThat(gallery.search(descriptor, 2, MetadataFilter.ANY))
                    .extracting(hit -> hit.image().id().value())
                    .containsExactly("old", "new");
        }
    }

    @Test
    void momentsAreKeptToTheNanosecondHoweverFarTheyAre() {
        for (Instant moment : List.of(
                Instant.EPOCH,
                Instant.parse("1969-12-31T23:59:59.999999999Z"),
                Instant.parse("2026-02-03T04:05:06.123456789Z"),
                Instant.MIN,
                Instant.MAX)) {
            assertThat(StoredInstant.read(StoredInstant.of("moment", moment))).isEqualTo(moment);
        }
    }

    @Test
    void compactionMergesScatteredSegmentsIntoOneAndThenLeavesItAlone() throws IOException {
        Random random = new Random(5);
        try (GalleryIndex gallery = LuceneGalleryIndex.open(
                folder,
                IndexOptions.defaults().withApproximate(ApproximateSearch.HNSW).withExactBelow(0))) {
            for (int call = 0; call < 3; call++) {
                List<CatalogueChange> changes = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    changes.add(new CatalogueChange.Index(indexed("id" + call + i), randomUnit(random, 8)));
                }
                gallery.apply(changes);
            }
            gallery.compact(1);
            assertThat(segments()).as("1 is never").isEqualTo(3);
            gallery.compact(0.5);
            assertThat(segments()).isEqualTo(1);
            gallery.apply(List.of(new CatalogueChange.Index(indexed("one-more"), randomUnit(random, 8))));
            gallery.compact(0.5);
            assertThat(segments()).isEqualTo(2);
            assertThat(gallery.search(randomUnit(random, 8), 100, MetadataFilter.ANY))
                    .hasSize(31);
        }
    }

    private int segments() throws IOException {
        try (Directory directory = FSDirectory.open(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            return reader.leaves().size();
        }
    }
}
