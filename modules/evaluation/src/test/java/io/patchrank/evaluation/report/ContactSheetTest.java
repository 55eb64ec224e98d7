package io.patchrank.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.EvaluationReport;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.draw.Area;
import io.patchrank.imaging.draw.Canvas;
import io.patchrank.imaging.draw.Colour;
import io.patchrank.imaging.draw.Encoding;
import io.patchrank.imaging.header.ImageLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
    private static final Colour CONTENT = new Colour(60, 20, 200);
    private static final Colour EMPTY = new Colour(214, 212, 206);

    @TempDir
    Path folder;

    @Test
    void everyCellShowsItsPictureInTheRightFrame() throws IOException {
        EvaluationReport report = SheetFixture.report(9, new int[] {4, 0}, new int[] {2, 1});
        Path file = folder.resolve("sheet.png");
        List<String> shown = new ContactSheet(name -> png(CONTENT)).write(file, "Sheet", report, 2);
        assertThat(shown).containsExactly("g0/query.png", "g1/query.png");
        int[][] positives = {{4, 0}, {2, 1}};
        try (BgrImage sheet = read(file)) {
            for (int row = 0; row < 2; row++) {
                for (int line = 0; line < 2; line++) {
                    for (int place = 0; place < 8; place++) {
                        Area cell = ContactSheet.cell(row, line, place);
                        assertThat(centre(sheet, cell)).isEqualTo(CONTENT);
                        boolean right = place == positives[row][line];
                        assertThat(pixel(sheet, cell.x() + 1, cell.y() + 1))
                                .as("row %d line %d place %d", row, line, place)
                                .isEqualTo(right ? Colour.GREEN : Colour.VERMILION);
                    }
                }
            }
        }
    }

    @Test
    void listsShorterThanTheSheetLeaveRoomEmpty() throws IOException {
        Path file = folder.resolve("short.png");
        new ContactSheet(name -> png(CONTENT)).write(file, "Short", SheetFixture.report(3, new int[] {2, 0}), 1);
        try (BgrImage sheet = read(file)) {
            assertThat(centre(sheet, ContactSheet.cell(0, 0, 2))).isEqualTo(CONTENT);
            assertThat(centre(sheet, ContactSheet.cell(0, 0, 3))).isNotEqualTo(CONTENT);
        }
    }

    @Test
    void pictureThatCannotBeReadLeavesAGreyCell() throws IOException {
        ImageSource source = ImageSource.folder(folder);
        assertThatThrownBy(() -> source.bytes("others/0.png"))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.UNREADABLE_FILE, PatchrankException::code);
        Path file = folder.resolve("grey.png");
        new ContactSheet(source).write(file, "Grey", SheetFixture.report(3, new int[] {2, 0}), 1);
        try (BgrImage sheet = read(file)) {
            Area cell = ContactSheet.cell(0, 0, 0);
            assertThat(pixel(sheet, cell.x() + 20, cell.y() + 20)).isEqualTo(EMPTY);
        }
    }

    @Test
    void anotherExtensionIsRefused() {
        ContactSheet sheet = new ContactSheet(name -> png(CONTENT));
        EvaluationReport report = SheetFixture.report(3, new int[] {2, 0});
        assertThatThrownBy(() -> sheet.write(folder.resolve("sheet.txt"), "Sheet", report, 1))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.BAD_REQUEST, PatchrankException::code);
    }

    private static byte[] png(Colour colour) {
        try (Canvas canvas = new Canvas(64, 48, colour)) {
            return canvas.encoded(Encoding.PNG);
        }
    }

    private static BgrImage read(Path file) throws IOException {
        return new BgrDecoder(ImageLimits.DEFAULT).decode(Files.readAllBytes(file), file.toString());
    }

    private static Colour centre(BgrImage sheet, Area cell) {
        return pixel(sheet, cell.x() + cell.width() / 2, cell.y() + cell.height() / 2);
    }

    private static Colour pixel(BgrImage sheet, int x, int y) {
        ByteBuffer bgr = sheet.mat().createBuffer();
        int i = 3 * (y * sheet.width() + x);
        return new Colour(bgr.get(i + 2) & 255, bgr.get(i + 1) & 255, bgr.get(i) & 255);
    }
}
