package io.patchrank.api.gallery;

import static io.patchrank.api.gallery.GalleryRows.indexed;
import static io.patchrank.api.gallery.GalleryRows.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.gallery.MetadataFilter.All;
import io.patchrank.api.gallery.MetadataFilter.AnyOf;
import io.patchrank.api.gallery.MetadataFilter.Equals;
import io.patchrank.api.gallery.MetadataFilter.Exists;
import io.patchrank.api.gallery.MetadataFilter.Not;
import io.patchrank.api.gallery.MetadataFilter.Range;
import io.patchrank.api.gallery.MetadataFilter.SourcePrefix;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every filter lets through, in {@link GalleryIndex#list} and {@link GalleryIndex#search} alike. */
public abstract class MetadataFilterContract {
    private static final String LONG_TEXT = "long ".repeat(10_000);
    private static final double ANY = Double.POSITIVE_INFINITY;

    private GalleryIndex gallery;

    /** A new, empty gallery; the test closes it. */
    protected abstract GalleryIndex open() throws Exception;

    @BeforeEach
    void fillGallery() throws Exception {
        gallery = open();
        put("bare", Map.of());
        put("church", Map.of("kind", "church", "year", 1248, "tags", List.of("stone", "gothic"), "open", true));
        put(
                "tower",
                Map.of("kind", "tower", "year", 1248.0, "height", -2.5, "tags", List.of("stone", 3), "open", false));
        put("bridge", Map.of("kind", "bridge", "year", "1248", "place", Map.of("city", Map.of("name", "Bern"))));
        put("parts", Map.of("parts", List.of(Map.of("name", "door", "size", 2), Map.of("name", "roof", "size", 9))));
        put("odd", Map.of("text", LONG_TEXT, "zero", -0.0, "empty", List.of(), "nothing", Map.of(), "big", 1L << 53));
    }

    @AfterEach
    void closeGallery() {
        gallery.close();
    }

    @Test
    void stringsAreEqualAsAWhole() {
        assertMatches(new Equals("kind", "church"), "church");
        assertMatches(new Equals("kind", "Church"));
        assertMatches(new Equals("kind", "chur"));
        assertMatches(new Equals("missing", "church"));
        assertMatches(new Equals("text", LONG_TEXT), "odd");
        assertMatches(new Equals("text", LONG_TEXT + "er"));
    }

    @Test
    void numbersAreEqualAcrossTypesButNotToText() {
        assertMatches(new Equals("year", 1248), "church", "tower");
        assertMatches(new Equals("year", 1248f), "church", "tower");
        assertMatches(new Equals("year", "1248"), "bridge");
        assertMatches(new Equals("zero", 0), "odd");
        assertMatches(new Equals("big", 1L << 53), "odd");
        assertMatches(new Equals("year", Double.NaN));
    }

    @Test
    void booleansAreEqual() {
        assertMatches(new Equals("open", true), "church");
        assertMatches(new Equals("open", false), "tower");
        assertMatches(new Equals("open", "true"));
    }

    @Test
    void rangeIncludesItsEnds() {
        assertMatches(new Range("year", 1248, 1248), "church", "tower");
        assertMatches(new Range("height", -2.5, 0), "tower");
        assertMatches(new Range("height", -2.4, ANY));
        assertMatches(new Range("year", -ANY, ANY), "church", "tower");
        assertMatches(new Range("year", 1249, 1247));
        assertMatches(new Range("year", Double.NaN, ANY));
        assertMatches(new Range("zero", 0, 1), "odd");
    }

    @Test
    void listMatchesByAnyOfItsValues() {
        assertMatches(new Equals("tags", "stone"), "church", "tower");
        assertMatches(new Equals("tags", "gothic"), "church");
        assertMatches(new Equals("tags", 3), "tower");
        assertMatches(new Range("tags", 0, 5), "tower");
    }

    @Test
    void nestedFieldsAreNamedByTheirPath() {
        assertMatches(new Equals("place.city.name", "Bern"), "bridge");
        assertMatches(new Equals("city.name", "Bern"));
        assertMatches(new Equals("parts.name", "roof"), "parts");
        assertMatches(new Range("parts.size", 8, 10), "parts");
    }

    @Test
    void existsMeansThereIsAValue() {
        assertMatches(new Exists("year"), "bridge", "church", "tower");
        assertMatches(new Exists("place"), "bridge");
        assertMatches(new Exists("place.city"), "bridge");
        assertMatches(new Exists("text"), "odd");
        assertMatches(new Exists("nothing"), "odd");
        assertMatches(new Exists("empty"));
        assertMatches(new Exists("yea"));
    }

    @Test
    void filtersCombine() {
        Equals stone = new Equals("tags", "stone");
        Equals open = new Equals("open", true);
        assertMatches(new All(List.of(stone, open)), "church");
        assertMatches(new AnyOf(List.of(open, new Equals("kind", "bridge"))), "bridge", "church");
        assertMatches(new Not(stone), "bare", "bridge", "odd", "parts");
        assertMatches(new All(List.of(stone, new Not(open))), "tower");
        assertMatches(new Not(new Not(open)), "church");
        assertMatches(new AnyOf(List.of()));
        assertMatches(MetadataFilter.ANY, "bare", "bridge", "church", "odd", "parts", "tower");
        assertMatches(new Not(MetadataFilter.ANY));
    }

    @Test
    void sourcePrefixSelectsAFolder() {
        assertMatches(new SourcePrefix("/gallery/b"), "bare", "bridge");
        assertMatches(new SourcePrefix("/gallery/"), "bare", "bridge", "church", "odd", "parts", "tower");
        assertMatches(new SourcePrefix("gallery"));
        assertMatches(new SourcePrefix(""), "bare", "bridge", "church", "odd", "parts", "tower");
    }

    @Test
    void textIsFoundInSourceAndValuesInsideWordsAndInAnyCase() {
        assertMatches(text("BRID"), "bridge");
        assertMatches(text("gallery", "arts.j"), "parts");
        assertMatches(text("othi", "ston"), "church");
        assertMatches(text("bern"), "bridge");
        assertMatches(text("1248"), "bridge", "church", "tower");
        assertMatches(text("church", "tower"));
        assertMatches(text("stonegothic"));
        assertMatches(text("kind"));
        assertMatches(text(), "bare", "bridge", "church", "odd", "parts", "tower");
        assertMatches(new All(List.of(text("stone"), new Equals("open", true))), "church");
        assertMatches(new Not(text("stone")), "bare", "bridge", "odd", "parts");
    }

    @Test
    void textIsTheSameHoweverItsLettersAreComposed() {
        put("name", Map.of("name", "Caf\u00e9 M\u00dcNCHEN"));

        assertMatches(text("cafe\u0301", "mu\u0308nch"), "name");
    }

    private static MetadataFilter text(String... words) {
        return new MetadataFilter.Text(List.of(words));
    }

    @Test
    void filterFollowsChangedMetadata() {
        gallery.apply(List.of(new CatalogueChange.Update(indexed("church", Map.of("kind", "ruin")))));

        assertMatches(new Equals("kind", "church"));
        assertMatches(new Equals("kind", "ruin"), "church");
        assertMatches(new Exists("tags"), "tower");
        assertMatches(text("gothic"));
        assertMatches(text("ruin"), "church");
    }

    private void put(String id, Map<String, Object> metadata) {
        gallery.apply(List.of(new CatalogueChange.Index(indexed(id, metadata), unit(1, id.length(), 0))));
    }

    private void assertMatches(MetadataFilter filter, String... ids) {
        assertThat(gallery.list(EnumSet.allOf(ImageState.Kind.class), filter, Optional.empty(), 100))
                .extracting(image -> image.id().value())
                .containsExactly(ids);
        assertThat(gallery.search(unit(1, 1, 1), 100, filter))
                .extracting(neighbour -> neighbour.image().id().value())
                .containsExactlyInAnyOrder(ids);
    }
}
