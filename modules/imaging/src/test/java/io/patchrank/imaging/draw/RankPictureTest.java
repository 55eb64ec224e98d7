package io.patchrank.imaging.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.imaging.draw.RankPicture.Place;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class RankPictureTest {
    private static final Colour A = new Colour(200, 30, 30);
    private static final Colour B = new Colour(30, 200, 30);
    private static final Colour C = new Colour(30, 30, 200);
    private static final Map<String, Colour> COLOURS = Map.of("a", A, "b", B, "c", C);

    @Test
    void everyPlaceShowsItsPictureInTheFrameOfWhatIsKnown() throws IOException {
        List<Place> before = List.of(place("a", 1, 2, Optional.of(false)), place("b", 2, 1, Optional.of(true)));
        List<Place> after = List.of(place("b", 1, 2, Optional.of(true)), place("c", 2, 9, Optional.empty()));

        BufferedImage drawn = draw(before, after);

        assertThat(centre(drawn, RankPicture.cell(0, 1))).isEqualTo(rgb(A));
        assertThat(centre(drawn, RankPicture.cell(1, 1))).isEqualTo(rgb(B));
        assertThat(centre(drawn, RankPicture.cell(1, 2))).isEqualTo(rgb(C));
        assertThat(frame(drawn, RankPicture.cell(0, 1))).isEqualTo(rgb(Colour.VERMILION));
        assertThat(frame(drawn, RankPicture.cell(1, 1))).isEqualTo(rgb(Colour.GREEN));
        assertThat(frame(drawn, RankPicture.cell(1, 2))).isEqualTo(rgb(Colour.FAINT));
    }

    @Test
    void arrowsLeadFromPlaceToPlace() throws IOException {
        List<Place> before = List.of(place("a", 1, 2, Optional.empty()), place("b", 2, 1, Optional.empty()));
        List<Place> after = List.of(place("b", 1, 2, Optional.empty()), place("a", 2, 1, Optional.empty()));

        BufferedImage drawn = draw(before, after);

        // A quarter of the way, where the arrows do not cross.
        Area first = RankPicture.cell(0, 1);
        Area second = RankPicture.cell(0, 2);
        int y = first.y() + first.height() + Thumbnail.CAPTION + 2;
        int end = RankPicture.cell(1, 1).y() - 4;
        int quarter = y + (end - y) / 4;
        int step = (second.x() - first.x()) / 4;
        assertThat(near(drawn, first.x() + first.width() / 2 + step, quarter)).contains(rgb(Colour.VERMILION));
        assertThat(near(drawn, second.x() + second.width() / 2 - step, quarter)).contains(rgb(Colour.GREEN));
    }

    @Test
    void labelOfAnArrivalIsNotCrossedByTheArrowsOfOthers() throws IOException {
        List<Place> before = places(Map.of(4, place("a", 4, 8, Optional.empty())));
        List<Place> after =
                places(Map.of(7, place("c", 7, 9, Optional.empty()), 8, place("a", 8, 4, Optional.empty())));

        BufferedImage drawn = draw(before, after);

        // "from 9" at the right of the arrow's end; the arrow of "a" comes down there, in another colour.
        Area arrival = RankPicture.cell(1, 7);
        int left = arrival.x() + arrival.width() / 2 + 13;
        List<Integer> label = IntStream.range(0, 45 * 10)
                .mapToObj(i -> drawn.getRGB(left + i % 45, arrival.y() - 20 + i / 45) & 0xFFFFFF)
                .toList();
        assertThat(label).noneMatch(RankPictureTest::isReddish).anyMatch(rgb -> brightness(rgb) < 128);
        Area arrow = RankPicture.cell(1, 8);
        assertThat(near(drawn, arrow.x() + arrow.width() / 2 - 3, arrow.y() - 5))
                .anyMatch(RankPictureTest::isReddish);
    }

    /** Eight of them; those that are not given stay where they are. */
    private static List<Place> places(Map<Integer, Place> given) {
        return IntStream.rangeClosed(1, 8)
                .mapToObj(rank -> given.getOrDefault(rank, place("still " + rank, rank, rank, Optional.empty())))
                .toList();
    }

    private static int brightness(int rgb) {
        return ((rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF)) / 3;
    }

    private static boolean isReddish(int rgb) {
        return (rgb >> 16 & 0xFF) > (rgb >> 8 & 0xFF) + 40;
    }

    @Test
    void imageThatCannotBeHadLeavesAGreyCell() throws IOException {
        BufferedImage drawn = draw(List.of(place("gone", 1, 1, Optional.empty())), List.of());

        Area cell = RankPicture.cell(0, 1);
        assertThat(drawn.getRGB(cell.x() + 20, cell.y() + 20) & 0xFFFFFF).isEqualTo(rgb(Colour.FAINT));
    }

    private static Place place(String key, int rank, int otherRank, Optional<Boolean> correct) {
        return new Place(key, rank, "0.500", Optional.of(otherRank), correct);
    }

    private static BufferedImage draw(List<Place> before, List<Place> after) throws IOException {
        RankPicture picture = new RankPicture("title", "figures", before, after, RankPictureTest::file);
        byte[] drawn = picture.draw(png(Colour.GREY), "query", new ImageArea(0.25, 0.25, 0.5, 0.5), Encoding.PNG);
        return ImageIO.read(new ByteArrayInputStream(drawn));
    }

    private static byte[] file(String key) {
        Colour colour = COLOURS.get(key);
        if (colour == null) {
            throw new PatchrankException(ErrorCode.FILE_VANISHED, key, "gone");
        }
        return png(colour);
    }

    private static byte[] png(Colour colour) {
        try (Canvas canvas = new Canvas(80, 60, colour)) {
            return canvas.encoded(Encoding.PNG);
        }
    }

    private static int centre(BufferedImage image, Area cell) {
        return image.getRGB(cell.x() + cell.width() / 2, cell.y() + cell.height() / 2) & 0xFFFFFF;
    }

    private static int frame(BufferedImage image, Area cell) {
        return image.getRGB(cell.x() + 1, cell.y() + 1) & 0xFFFFFF;
    }

    private static List<Integer> near(BufferedImage image, int x, int y) {
        return IntStream.range(0, 49)
                .mapToObj(i -> image.getRGB(x - 3 + i % 7, y - 3 + i / 7) & 0xFFFFFF)
                .toList();
    }

    private static int rgb(Colour colour) {
        return colour.red() << 16 | colour.green() << 8 | colour.blue();
    }
}
