package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.bus.PictureRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.imaging.ImageFile;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are given out of folders that may be shown, and of no others. */
class PicturesTest {
    @TempDir
    Path root;

    private Path shown = Path.of("");
    private Path elsewhere = Path.of("");
    private TestGallery gallery;

    @BeforeEach
    void start() throws IOException {
        shown = Files.createDirectories(root.toRealPath().resolve("shown"));
        elsewhere = Files.createDirectories(root.toRealPath().resolve("elsewhere"));
        gallery = open();
    }

    private TestGallery open() {
        Map<String, String> settings = new HashMap<>(TestGallery.withoutWatch());
        settings.put("watch.shown", shown.toString());
        return TestGallery.start(root.resolve("data"), settings);
    }

    @AfterEach
    void stop() {
        gallery.close();
    }

    private PictureReply picture(JsonObject row, Integer longestSide, CropBox... crop) {
        PictureRequest request = new PictureRequest(
                new ImageId(row.getString("id")),
                Optional.ofNullable(longestSide),
                crop.length == 0 ? Optional.empty() : Optional.of(crop[0]));
        return PictureReply.fromJson(gallery.ask(Addresses.GALLERY_PICTURE, request.toJson()));
    }

    private PictureReply original(JsonObject row) {
        JsonObject request = new JsonObject().put("id", row.getString("id"));
        return PictureReply.fromJson(gallery.ask(Addresses.GALLERY_PICTURE, request));
    }

    private static PatchrankException failure(ThrowingCallable call) {
        PatchrankException[] failure = new PatchrankException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(PatchrankException.class, e -> failure[0] = e);
        return failure[0];
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThat(failure(call).code()).isEqualTo(code);
    }

    @Test
    void fileIsGivenAsItIsOrAsASmallJpeg() {
        byte[] png = TestPictures.png(1);
        JsonObject row = gallery.put(TestPictures.write(shown.resolve("a.png"), png));

        PictureReply file = original(row);
        PictureReply small = picture(row, 48);
        PictureReply part = picture(row, 2000, new CropBox(24, 16, 48, 32));

        assertThat(file.mediaType()).isEqualTo("image/png");
        assertThat(file.image()).isEqualTo(png);
        assertThat(file.size()).contains(new PixelSize(96, 64));
        assertThat(small.mediaType()).isEqualTo("image/jpeg");
        assertThat(small.size()).contains(new PixelSize(48, 32));
        assertThat(small.image()).startsWith(0xFF, 0xD8);
        assertThat(small.sha256()).isEqualTo(ImageFile.sha256(png)).isEqualTo(file.sha256());
        assertThat(part.size()).contains(new PixelSize(48, 32));
    }

    @Test
    void uploadIsShown() {
        byte[] png = TestPictures.png(2);
        JsonObject row = gallery.ask(
                Addresses.GALLERY_PUT,
                new JsonObject().put("image", Base64.getEncoder().encodeToString(png)));

        assertThat(original(row).image()).isEqualTo(png);
    }

    @Test
    void galleryImageElsewhereIsNotShownUntilItsFolderWasTakenInByHand() throws IOException {
        JsonObject row = gallery.put(TestPictures.write(elsewhere, "b.png", 3));
        assertThat(failure(() -> original(row)))
                .hasMessageContaining("lies in no folder that may be shown")
                .extracting(PatchrankException::code)
                .isEqualTo(ErrorCode.UNREADABLE_FILE);

        JsonArray folders = new JsonArray().add(elsewhere.toString());
        gallery.ask(StageAddresses.SHOW, new JsonObject().put("folders", folders));
        assertThat(picture(row, 48).size()).contains(new PixelSize(48, 32));

        gallery.close();
        gallery = open();
        assertThat(picture(row, 48).size()).contains(new PixelSize(48, 32));
        assertThat(Files.readString(root.resolve("data/shown.json"))).contains(elsewhere.toString());
    }

    @Test
    void singleFileTakenInByHandShowsNoneBesideIt() {
        Path file = TestPictures.write(elsewhere, "c.png", 4);
        JsonObject row = gallery.put(file);
        JsonObject beside = gallery.put(TestPictures.write(elsewhere, "d.png", 5));

        gallery.ask(StageAddresses.SHOW, new JsonObject().put("folders", new JsonArray().add(file.toString())));

        assertThat(original(row).image()).isEqualTo(TestPictures.png(4));
        assertCode(ErrorCode.UNREADABLE_FILE, () -> original(beside));
    }

    @Test
    void linkOutOfAShownFolderShowsNothing() throws IOException {
        TestPictures.write(elsewhere, "secret.png", 6);
        Files.createSymbolicLink(shown.resolve("folder"), elsewhere);
        Path link = Files.createSymbolicLink(shown.resolve("file.png"), elsewhere.resolve("secret.png"));
        JsonObject throughFolder = gallery.put(shown.resolve("folder/secret.png"));
        JsonObject throughFile = gallery.put(link);

        assertCode(ErrorCode.UNREADABLE_FILE, () -> original(throughFolder));
        assertCode(ErrorCode.UNREADABLE_FILE, () -> picture(throughFile, 48));
        assertCode(ErrorCode.UNREADABLE_FILE, () -> visible(link.toString()));
        assertCode(ErrorCode.UNREADABLE_FILE, () -> visible(shown + "/folder/../../elsewhere/secret.png"));
    }

    private String visible(String path) {
        return gallery.ask(Addresses.GALLERY_VISIBLE, new JsonObject().put("path", path))
                .getString("path");
    }

    @Test
    void visibleTellsTheRealPathAndNothingOfWhatIsElsewhere() throws IOException {
        Path file = TestPictures.write(shown, "e.png", 7);
        Path alias = Files.createSymbolicLink(elsewhere.resolve("alias.png"), file);
        Path hidden = TestPictures.write(elsewhere, "hidden.png", 8);

        assertThat(visible(file.toString())).isEqualTo(file.toString());
        assertThat(visible(alias.toString())).isEqualTo(file.toString());
        assertCode(
                ErrorCode.FILE_VANISHED, () -> visible(shown.resolve("none.png").toString()));
        PatchrankException there = failure(() -> visible(hidden.toString()));
        PatchrankException absent =
                failure(() -> visible(elsewhere.resolve("none.png").toString()));
        assertThat(there.code()).isEqualTo(absent.code()).isEqualTo(ErrorCode.UNREADABLE_FILE);
        assertThat(there.reason()).isEqualTo(absent.reason());
    }

    /** Anybody who may put can put any path; what is no image is not given out for that. */
    @Test
    void fileThatIsNoImageIsNotGivenOut() throws IOException {
        Path words = Files.writeString(shown.resolve("words.png"), "a password");
        JsonObject row = gallery.put(words);
        assertThat(row.getString("state")).isEqualTo("REJECTED");

        assertCode(ErrorCode.UNSUPPORTED_FORMAT, () -> original(row));
        assertCode(ErrorCode.UNSUPPORTED_FORMAT, () -> picture(row, 48));
    }

    @Test
    void goneRemovedAndUnknownImagesAreToldApart() throws IOException {
        Path file = TestPictures.write(shown, "f.png", 9);
        JsonObject gone = gallery.put(file);
        Files.delete(file);
        assertCode(ErrorCode.FILE_VANISHED, () -> original(gone));
        gallery.ask(Addresses.GALLERY_REMOVE, new JsonObject().put("id", gone.getString("id")));
        assertCode(ErrorCode.NOT_FOUND, () -> original(gone));
        assertCode(ErrorCode.NOT_FOUND, () -> original(new JsonObject().put("id", "0123456789abcdef")));
        assertCode(
                ErrorCode.BAD_REQUEST,
                () -> gallery.ask(
                        Addresses.GALLERY_PICTURE,
                        new JsonObject().put("id", gone.getString("id")).put("longestSide", 5000)));
    }

    @Test
    void modelIsDescribed() {
        JsonObject model = gallery.ask(Addresses.MODEL, new JsonObject());

        assertThat(model.getMap())
                .containsEntry("name", "colour grid")
                .containsEntry("fingerprint", "colour-grid-1")
                .containsEntry("device", "cpu")
                .containsEntry("globalDimension", 48)
                .containsEntry("localDimension", 4)
                .containsEntry("maxLocals", 16)
                .containsEntry("longestSide", 64)
                .containsEntry("patch", 8);
    }
}
