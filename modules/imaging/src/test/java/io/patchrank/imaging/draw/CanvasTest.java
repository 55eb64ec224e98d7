package io.patchrank.imaging.draw;

import static io.patchrank.imaging.Failing.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.imaging.SamplePictures;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.header.ImageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanvasTest {
    private final BgrDecoder decoder = new BgrDecoder(ImageLimits.DEFAULT);
    private final Path folder;

    CanvasTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void photographIsLetterboxedInItsCell() {
        try (Canvas canvas = new Canvas(200, 100, Colour.GREY);
                BgrImage wide = image(80, 20)) {
            Area covered = canvas.place(wide, new Area(100, 0, 100, 100));
            assertThat(covered).isEqualTo(new Area(100, 37, 100, 25));
            assertThat(pixel(canvas, 150, 10)).containsExactly(128, 128, 128);
            assertThat(pixel(canvas, 110, 42)).containsExactly(0, 0, 255);
            assertThat(pixel(canvas, 190, 60)).containsExactly(255, 255, 255);
            assertThat(pixel(canvas, 50, 50)).containsExactly(128, 128, 128);
        }
    }

    @Test
    void largePhotographIsShrunkToItsCell() {
        try (Canvas canvas = new Canvas(60, 60, Colour.BLACK);
                BgrImage tall = image(300, 900)) {
            assertThat(canvas.place(tall, new Area(0, 0, 60, 60))).isEqualTo(new Area(20, 0, 20, 60));
            assertThat(pixel(canvas, 22, 5)).containsExactly(0, 0, 255);
        }
    }

    @Test
    void rectangleBorderAndLineTakeTheirColour() {
        try (Canvas canvas = new Canvas(50, 40, Colour.WHITE)) {
            canvas.fill(new Area(0, 0, 10, 10), new Colour(1, 2, 3));
            canvas.border(new Area(20, 10, 20, 20), Colour.VERMILION, 3);
            canvas.line(0, 35, 49, 35, Colour.BLACK, 1);
            assertThat(pixel(canvas, 9, 9)).containsExactly(3, 2, 1);
            assertThat(pixel(canvas, 10, 10)).containsExactly(255, 255, 255);
            for (int[] corner : List.of(new int[] {20, 10}, new int[] {39, 29}, new int[] {22, 12})) {
                assertThat(pixel(canvas, corner[0], corner[1])).containsExactly(0, 94, 213);
            }
            assertThat(pixel(canvas, 19, 10)).containsExactly(255, 255, 255);
            assertThat(pixel(canvas, 23, 13)).containsExactly(255, 255, 255);
            assertThat(pixel(canvas, 25, 35)[0]).isLessThan(64);
        }
    }

    @Test
    void borderOfATinyAreaFillsIt() {
        try (Canvas canvas = new Canvas(20, 20, Colour.WHITE)) {
            canvas.border(new Area(5, 5, 4, 10), Colour.VERMILION, 3);
            assertThat(pixel(canvas, 7, 10)).containsExactly(0, 94, 213);
            assertThat(pixel(canvas, 10, 10)).containsExactly(255, 255, 255);
        }
    }

    @Test
    void translucentDrawingMixesWithWhatIsThere() {
        try (Canvas canvas = new Canvas(20, 20, Colour.WHITE)) {
            canvas.faintly(0.5, layer -> layer.disc(10, 10, 5, Colour.BLACK));
            assertThat(pixel(canvas, 10, 10)[0]).isBetween(126, 129);
            assertThat(pixel(canvas, 1, 1)).containsExactly(255, 255, 255);
        }
    }

    @Test
    void textLeavesInkWithinItsWidthAndReplacesWhatTheFontLacks() {
        int width = Canvas.textWidth("Größe 1", 12);
        assertThat(width).isEqualTo(Canvas.textWidth("Gr??e 1", 12)).isPositive();
        try (Canvas canvas = new Canvas(width + 40, 30, Colour.WHITE);
                Canvas same = new Canvas(width + 40, 30, Colour.WHITE)) {
            canvas.text("Größe 1", 10, 20, 12, Colour.BLACK);
            same.text("Gr??e 1", 10, 20, 12, Colour.BLACK);
            byte[] drawn = canvas.encoded(Encoding.PNG);
            assertThat(drawn).isEqualTo(same.encoded(Encoding.PNG));
            try (BgrImage image = decoder.decode(drawn, "drawn")) {
                assertThat(inkColumns(image)).allMatch(x -> x >= 8 && x <= width + 12);
                assertThat(inkColumns(image)).hasSizeGreaterThan(width / 2);
            }
        }
    }

    @Test
    void savedFileReadsBackAndNothingElseIsLeft() throws IOException {
        Path png = folder.resolve("sheet.png");
        Files.writeString(png, "old");
        try (Canvas canvas = new Canvas(33, 21, Colour.BLUE)) {
            canvas.save(png);
            canvas.save(folder.resolve("sheet.JPG"));
        }
        try (BgrImage read = decoder.decode(Files.readAllBytes(png), "sheet")) {
            assertThat(read.width()).isEqualTo(33);
            assertThat(read.height()).isEqualTo(21);
            assertThat(SamplePictures.pixel(read.mat(), 0.5, 0.5)).containsExactly(178, 114, 0);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("sheet.png", "sheet.JPG");
        }
    }

    @Test
    void savingWhereNothingCanBeWrittenIsATypedError() {
        try (Canvas canvas = new Canvas(10, 10, Colour.BLACK)) {
            assertThat(code(() -> Canvas.requireWritable(folder.resolve("missing/sheet.png"))))
                    .isEqualTo(ErrorCode.IO_FAILED);
            assertThat(code(() -> Canvas.requireWritable(folder.resolve("sheet.txt"))))
                    .isEqualTo(ErrorCode.BAD_REQUEST);
            Canvas.requireWritable(folder.resolve("sheet.png"));
            assertThat(code(() -> canvas.save(folder.resolve("missing/sheet.png"))))
                    .isEqualTo(ErrorCode.IO_FAILED);
            assertThat(code(() -> canvas.save(folder.resolve("sheet.txt")))).isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void pictureForDisplayIsNoLargerThanAsked() {
        byte[] jpeg = SamplePictures.quarters(".jpg", 960, 320);
        try (BgrImage image = decoder.decodeForDisplay(jpeg, "p", 100)) {
            assertThat(image.width()).isEqualTo(100);
            assertThat(image.height()).isEqualTo(33);
            assertThat(SamplePictures.pixel(image.mat(), 0.25, 0.25)[2]).isGreaterThan(240);
        }
        try (BgrImage image = decoder.decodeForDisplay(jpeg, "p", 2_000)) {
            assertThat(image.width()).isEqualTo(960);
        }
        byte[] turned = SamplePictures.withOrientation(jpeg, 6);
        try (BgrImage image = decoder.decodeForDisplay(turned, "p", 100)) {
            assertThat(image.height()).isEqualTo(100);
            assertThat(image.width()).isEqualTo(33);
        }
    }

    @Test
    void coloursAndAreasOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Colour(0, 256, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Colour(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Area(0, 0, 4, 4).inset(2)).isInstanceOf(IllegalArgumentException.class);
        try (Canvas canvas = new Canvas(20, 20, Colour.BLACK);
                BgrImage image = image(10, 10)) {
            assertThatThrownBy(() -> canvas.place(image, new Area(10, 0, 11, 20)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private BgrImage image(int width, int height) {
        return decoder.decode(SamplePictures.quarters(".png", width, height), "image");
    }

    private int[] pixel(Canvas canvas, int x, int y) {
        try (BgrImage image = decoder.decode(canvas.encoded(Encoding.PNG), "canvas")) {
            return SamplePictures.pixel(image.mat(), (x + 0.5) / canvas.width(), (y + 0.5) / canvas.height());
        }
    }

    private static List<Integer> inkColumns(BgrImage image) {
        return Stream.iterate(0, x -> x + 1)
                .limit(image.width())
                .filter(x -> Stream.iterate(0, y -> y + 1)
                        .limit(image.height())
                        .anyMatch(y -> SamplePictures.pixel(
                                        image.mat(), (x + 0.5) / image.width(), (y + 0.5) / image.height())[0]
                                < 200))
                .toList();
    }
}
