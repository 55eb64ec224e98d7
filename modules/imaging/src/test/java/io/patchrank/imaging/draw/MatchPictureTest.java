package io.patchrank.imaging.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.ComparedSide;
import io.patchrank.api.bus.Comparison;
import io.patchrank.api.bus.Match;
import io.patchrank.api.bus.MatchPictureOptions;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.picture.ColourScale;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.ImagePoint;
import io.patchrank.api.rerank.PatchMatch;
import io.patchrank.imaging.SamplePictures;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.header.ImageLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MatchPictureTest {
    private static final MatchPictureOptions ALL = MatchPictureOptions.DEFAULTS;
    private static final Match STRONG = match(0.5, 0.25, 0.9, true);
    private static final Match WEAK = match(0.5, 0.5, 0.5, true);
    private static final Match OUTLIER = match(0.5, 0.75, 0.9, false);

    @Test
    void linesHaveTheColourOfTheirStrengthAndOutliersAreFaint() throws IOException {
        BufferedImage drawn = draw(400, 300, List.of(STRONG, OUTLIER, WEAK), ALL);

        MatchLayout layout = MatchLayout.of(4 / 3.0, 4 / 3.0, 84, false);
        int gap = layout.query().image().x() + layout.query().image().width() + 14;
        Area image = layout.query().image();
        assertThat(drawn.getWidth()).isEqualTo(layout.width());
        assertThat(rgb(drawn, gap, image.y() + image.height() / 4)).isEqualTo(ColourScale.rgb(0.9));
        assertThat(rgb(drawn, gap, image.y() + image.height() / 2)).isEqualTo(ColourScale.rgb(0.5));
        int faint = rgb(drawn, gap, image.y() + Math.round(image.height() * 0.75f));
        assertThat(faint).isNotIn(ColourScale.rgb(0.9), rgbOf(Colour.PAPER));
    }

    @Test
    void onlyInliersAndOnlySoManyLinesAreDrawn() throws IOException {
        List<Match> matches = List.of(STRONG, OUTLIER, WEAK);
        BufferedImage inliers = draw(400, 300, matches, options(100, true));
        BufferedImage one = draw(400, 300, matches, options(1, false));

        Area image = MatchLayout.of(4 / 3.0, 4 / 3.0, 84, false).query().image();
        int gap = image.x() + image.width() + 14;
        int strongY = image.y() + image.height() / 4;
        int outlierY = image.y() + Math.round(image.height() * 0.75f);
        assertThat(rgb(inliers, gap, outlierY)).isEqualTo(rgbOf(Colour.PAPER));
        assertThat(rgb(inliers, gap, strongY)).isEqualTo(ColourScale.rgb(0.9));
        assertThat(rgb(one, gap, strongY)).isEqualTo(ColourScale.rgb(0.9));
        assertThat(rgb(one, gap, image.y() + image.height() / 2)).isEqualTo(rgbOf(Colour.PAPER));
    }

    @Test
    void withoutACommonGeometryNoLineIsFaint() throws IOException {
        BufferedImage drawn = draw(400, 300, List.of(OUTLIER), ALL);

        Area image = MatchLayout.of(4 / 3.0, 4 / 3.0, 84, false).query().image();
        assertThat(rgb(drawn, image.x() + image.width() + 14, image.y() + Math.round(image.height() * 0.75f)))
                .isEqualTo(ColourScale.rgb(0.9));
    }

    @Test
    void wideImagesLieOneAboveTheOther() {
        MatchLayout layout = MatchLayout.of(5, 4, 84, true);

        Area upper = layout.query().image();
        Area lower = layout.other().image();
        assertThat(lower.x()).isEqualTo(upper.x());
        assertThat(lower.y()).isGreaterThan(upper.y() + upper.height());
        assertThat((double) upper.width() / upper.height()).isBetween(4.9, 5.1);
    }

    @Test
    void everyPartLiesOnTheCanvasWhateverTheShapes() {
        double[] shapes = {0.05, 0.5, 1, 1.8, 5, 40};
        for (double query : shapes) {
            for (double other : shapes) {
                for (boolean maps : new boolean[] {true, false}) {
                    MatchLayout layout = MatchLayout.of(query, other, 84, maps);
                    for (MatchLayout.Panel panel : List.of(layout.query(), layout.other())) {
                        for (Optional<Area> part :
                                List.of(Optional.of(panel.image()), panel.attention(), panel.colours())) {
                            part.ifPresent(area -> {
                                assertThat(area.x() + area.width()).isLessThanOrEqualTo(layout.width());
                                assertThat(area.y() + area.height()).isLessThanOrEqualTo(layout.height());
                            });
                        }
                        assertThat(panel.mapCaption()).isLessThan(layout.height());
                    }
                    assertThat((long) layout.width() * layout.height()).isLessThan(8_000_000);
                }
            }
        }
    }

    @Test
    void mapsLieOverTheirAreaAndAMissingPhotographLeavesAGreyField() throws IOException {
        byte[] red = MapImage.squares(1, 1, new byte[] {0, 0, (byte) 255});
        ComparedSide side = side(new ImageArea(0.5, 0, 0.5, 1), Optional.of(red));
        Comparison comparison = comparison(side, side, List.of(STRONG));
        ShownImage gone = new ShownImage("gone", 400, 300, Optional.empty());

        BufferedImage drawn = read(MatchPicture.draw(comparison, gone, gone, ALL));

        Area colours =
                MatchLayout.of(4 / 3.0, 4 / 3.0, 84, true).query().colours().orElseThrow();
        int middle = colours.y() + colours.height() / 2;
        assertThat(rgb(drawn, colours.x() + colours.width() * 3 / 4, middle)).isEqualTo(0xFF0000);
        assertThat(rgb(drawn, colours.x() + colours.width() * 7 / 16, middle - 40))
                .isEqualTo(rgbOf(Colour.FAINT));
    }

    @Test
    void jpegIsWrittenWhereItIsAskedFor() throws IOException {
        MatchPictureOptions jpeg =
                new MatchPictureOptions(5, false, MatchPictureOptions.Format.JPEG, Optional.empty(), Optional.empty());
        ComparedSide side = side(ImageArea.WHOLE, Optional.empty());
        ShownImage gone = new ShownImage("gone", 400, 300, Optional.empty());

        byte[] file = MatchPicture.draw(comparison(side, side, List.of()), gone, gone, jpeg);

        assertThat(file[0] & 255).isEqualTo(0xFF);
        assertThat(file[1] & 255).isEqualTo(0xD8);
    }

    private static BufferedImage draw(int width, int height, List<Match> matches, MatchPictureOptions options)
            throws IOException {
        byte[] file = SamplePictures.quarters(".png", width, height);
        ComparedSide side = side(ImageArea.WHOLE, Optional.empty());
        try (BgrImage pixels = new BgrDecoder(ImageLimits.DEFAULT).decode(file, "sample")) {
            ShownImage shown = new ShownImage("sample", width, height, Optional.of(pixels));
            return read(MatchPicture.draw(comparison(side, side, matches), shown, shown, options));
        }
    }

    private static MatchPictureOptions options(int lines, boolean inliersOnly) {
        return new MatchPictureOptions(
                lines, inliersOnly, MatchPictureOptions.Format.PNG, Optional.empty(), Optional.empty());
    }

    private static Comparison comparison(ComparedSide query, ComparedSide other, List<Match> matches) {
        return new Comparison(query, other, 0.5, matches, Optional.empty(), "model", Map.of(), Optional.empty());
    }

    private static ComparedSide side(ImageArea area, Optional<byte[]> colours) {
        return new ComparedSide(
                400,
                300,
                area,
                Optional.of(new PatchGrid(1, 1)),
                List.of(new ComparedSide.Kept(new ImagePoint(0.5, 0.5), 1)),
                Optional.empty(),
                colours,
                Optional.empty());
    }

    private static Match match(double x, double y, double strength, boolean inlier) {
        return new Match(new PatchMatch((float) x, (float) y, (float) x, (float) y, (float) strength), inlier);
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xFFFFFF;
    }

    private static int rgbOf(Colour colour) {
        return colour.red() << 16 | colour.green() << 8 | colour.blue();
    }

    private static BufferedImage read(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }
}
