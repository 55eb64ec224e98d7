package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imwrite;
import static org.bytedeco.opencv.global.opencv_imgproc.warpPerspective;

import io.patchrank.api.testing.SharedFiles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** compare, and the pictures of compare and search, with the embedded model; on photographs where they are at hand. */
class CompareCommandTest {
    /** The default, for what depends on the size of a patch; these tests run with fewer and larger ones otherwise. */
    private static final String FULL_SIZE = "model.longest-side=322";

    @TempDir
    static Path root;

    private static Path photos = Path.of("");
    private static Path data = Path.of("");

    @BeforeAll
    static void ingest() {
        photos = SamplePhotos.draw(root);
        data = root.resolve("data");
        CliRun.of("ingest", photos, "--data", data, "--json").json();
    }

    private static JsonObject compare(Object... arguments) {
        return CliRun.of(Stream.concat(
                                Stream.of("compare", "--data", root.resolve("none"), "--json"),
                                Arrays.stream(arguments))
                        .toArray())
                .json();
    }

    /** Two files need no gallery, and leave none behind. */
    @Test
    void warpOfAPictureIsFoundAgain() {
        Path picture = photos.resolve("scene_00/view_0.jpg");
        double[] map = {0.92, -0.08, 30, 0.06, 0.95, -4, 0.0001, 0.00005, 1};
        Path warped = warp(picture, map);

        JsonObject reply = compare(picture, warped, "--no-maps", "--set", FULL_SIZE);

        assertThat(reply.getInteger("inlierCount")).isGreaterThan(40);
        double[] found = homography(reply);
        int width = reply.getJsonObject("query").getInteger("width");
        int height = reply.getJsonObject("query").getInteger("height");
        // Within the middle of the picture, to which most patches belong, in pixels of the picture.
        double[] errors = errors(map, found, width, height, 0.3);
        assertThat(Arrays.stream(errors).average().orElseThrow()).isLessThan(2);
        assertThat(root.resolve("none")).doesNotExist();
    }

    @Test
    void galleryImagesAreNamedByTheirIds() throws IOException {
        Path drawing = root.resolve("ids.jpg");
        String first = id("scene_03/view_0.jpg");
        String second = id("scene_03/view_1.jpg");

        CliRun run = CliRun.of(
                "compare", "id:" + first, "id:" + second, "--data", data, "--picture", drawing, "--lines", "20");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("similarity", "matches", "patches", "picture", "total ");
        assertThat(ImageIO.read(drawing.toFile()).getWidth()).isGreaterThan(700);
    }

    @Test
    void boxesAndThresholdReachTheServer() {
        Path picture = photos.resolve("scene_01/view_0.jpg");
        JsonObject whole = compare(picture, picture, "--no-maps");

        JsonObject box = compare(picture, picture, "--crop-a", "40,40,120,100", "--threshold", "0.9");

        assertThat(box.getJsonObject("query").getJsonArray("area").getDouble(0)).isPositive();
        assertThat(box.getJsonObject("other").getJsonArray("area").getDouble(0)).isZero();
        assertThat(box.getInteger("matchCount")).isLessThan(whole.getInteger("matchCount"));
        assertThat(box.getJsonObject("query").getString("attention")).startsWith("data:image/png;base64,");
        assertThat(whole.getJsonObject("query").fieldNames()).doesNotContain("attention");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nowhere.jpg              | 3 | NOT_FOUND nowhere.jpg
            id:0123456789abcdef      | 3 | NOT_FOUND
            --threshold=2            | 2 | BAD_REQUEST threshold
            --picture=x.gif          | 2 | BAD_REQUEST x.gif
            --picture=/no/where.png  | 6 | IO_FAILED /no/where.png
            --lines=5                | 2 | BAD_REQUEST patchrank compare
            """)
    void whatIsWrongIsSaidBeforeTheWork(String argument, int exitCode, String error) {
        Path picture = photos.resolve("scene_01/view_0.jpg");
        List<String> images = argument.startsWith("--")
                ? List.of(argument, picture.toString(), picture.toString())
                : List.of(picture.toString(), argument);

        CliRun run = CliRun.of(Stream.concat(Stream.of("compare", "--data", data), images.stream())
                .toArray());

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).startsWith("patchrank: " + error);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void searchDrawsBothLists() throws IOException {
        Path drawing = root.resolve("ranking.png");

        CliRun run = CliRun.of(
                "search", photos.resolve("scene_02/view_0.jpg"), "--data", data, "--limit", "6", "--picture", drawing);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains(drawing.toString());
        assertThat(ImageIO.read(drawing.toFile()).getWidth()).isGreaterThan(1000);
        CliRun refused = CliRun.of("search", "nowhere.jpg", "--data", data, "--picture", root.resolve("ranking.bmp"));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("ranking.bmp");
    }

    @Test
    void photographsOfOnePlaceAgreeAndThoseOfTwoDoNot() throws IOException {
        Path images = SharedFiles.require("data/dev/images");
        List<Path> kermit = files(images.resolve("kermit"));
        Path other = files(images.resolve("distractors")).getFirst();

        JsonObject same = compare(kermit.get(0), kermit.get(1), "--no-maps");
        JsonObject different = compare(kermit.get(0), other, "--no-maps");

        assertThat(same.getInteger("inlierCount")).isGreaterThan(50);
        assertThat(different.getInteger("inlierCount")).isLessThan(10);
        assertThat(different.getInteger("matchCount")).isLessThan(same.getInteger("matchCount") / 3);
    }

    @Test
    void knownHomographyOfAPhotographIsRecovered() throws IOException {
        Path pairs = SharedFiles.require("data/pairs");
        double[] truth = Arrays.stream(
                        Files.readString(pairs.resolve("adam.txt")).strip().split("\\s+"))
                .mapToDouble(Double::parseDouble)
                .toArray();

        JsonObject reply =
                compare(pairs.resolve("adam.1.png"), pairs.resolve("adam.2.png"), "--no-maps", "--set", FULL_SIZE);

        // A patch is 28 pixels wide.
        double[] errors = errors(truth, homography(reply), 640, 480, 0.1);
        assertThat(Arrays.stream(errors).average().orElseThrow()).isLessThan(4);
    }

    private static String id(String photo) {
        return CliRun.of("gallery", "show", photos.resolve(photo), "--data", data, "--json")
                .json()
                .getString("id");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Path warp(Path picture, double[] map) {
        Path target = root.resolve("warped.png");
        try (PointerScope scope = new PointerScope()) {
            Mat source = imread(picture.toString());
            Mat warped = new Mat();
            Mat matrix = new Mat(3, 3, CV_64FC1, new DoublePointer(map));
            warpPerspective(source, warped, matrix, new Size(source.cols(), source.rows()));
            imwrite(target.toString(), warped);
        }
        return target;
    }

    private static double[] homography(JsonObject reply) {
        JsonArray values = reply.getJsonArray("homography");
        return IntStream.range(0, 9).mapToDouble(values::getDouble).toArray();
    }

    /** How far apart both maps take the points of a grid, without a margin at each side. */
    private static double[] errors(double[] wanted, double[] found, int width, int height, double margin) {
        return IntStream.range(0, 25)
                .mapToDouble(i -> {
                    double x = width * (margin + (1 - 2 * margin) * (i % 5) / 4);
                    double y = height * (margin + (1 - 2 * margin) * (i / 5) / 4);
                    double[] a = apply(wanted, x, y);
                    double[] b = apply(found, x, y);
                    return Math.hypot(a[0] - b[0], a[1] - b[1]);
                })
                .toArray();
    }

    private static double[] apply(double[] h, double x, double y) {
        double w = h[6] * x + h[7] * y + h[8];
        return new double[] {(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w};
    }
}
