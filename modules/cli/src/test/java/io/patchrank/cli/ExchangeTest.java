package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.PythonOracle;
import io.patchrank.models.ames.AmesCheckpoint;
import io.patchrank.torch.SafetensorsWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** export, import and merge on one drawn gallery; what is written is opened by h5py as AMES and hloc open it. */
class ExchangeTest {
    private static final int DESCRIPTORS = 60;

    @TempDir
    static Path root;

    private static Path photos = Path.of("");
    private static Path data = Path.of("");
    private static Path ames = Path.of("");
    private static JsonObject exported = new JsonObject();

    @BeforeAll
    static void exportGallery() {
        photos = SamplePhotos.draw(root);
        data = root.resolve("data");
        ames = root.resolve("ames");
        CliRun.of("ingest", photos, "--data", data, "--json").json();
        exported = CliRun.of(
                        "export",
                        "--format",
                        "ames",
                        "--out",
                        ames,
                        "--split",
                        "gallery",
                        "--descriptors",
                        DESCRIPTORS,
                        "--precision",
                        "float32",
                        "--data",
                        data,
                        "--json")
                .json();
    }

    private static Path locals() {
        return ames.resolve("dinov2_gallery_local.hdf5");
    }

    private static Path globals() {
        return ames.resolve("dinov2_gallery_global.pt");
    }

    private static Path list() {
        return ames.resolve("test_gallery.txt");
    }

    private static JsonObject importInto(Path folder) {
        return CliRun.of(
                        "import",
                        "--format",
                        "ames",
                        locals(),
                        "--global",
                        globals(),
                        "--list",
                        list(),
                        "--data",
                        folder,
                        "--json")
                .json();
    }

    @Test
    void exportNamesItsFiles() throws IOException {
        assertThat(exported.getInteger("images")).isEqualTo(SamplePhotos.COUNT);
        assertThat(exported.getInteger("descriptors")).isEqualTo(DESCRIPTORS);
        assertThat(exported.getJsonArray("files"))
                .containsExactly(locals().toString(), globals().toString(), list().toString());
        assertThat(Files.readAllLines(list())).hasSize(SamplePhotos.COUNT).contains("scene_00/view_0.jpg");
        try (var files = Files.list(ames)) {
            assertThat(files).hasSize(3);
        }
    }

    /** {@code TestDataset} of AMES' {@code src/utils/tensor_dataset.py}, on h5py alone. */
    @Test
    void amesReaderOpensTheExport() throws Exception {
        String printed = PythonOracle.require().run("""
                import sys, h5py, numpy as np
                f = h5py.File(sys.argv[1], 'r')
                num_desc, topk, local_dim = f['features'].shape
                print(num_desc, topk, local_dim - 5, f['features'].dtype)
                batch_index = [3, 0, 3]
                idx = np.sort(np.unique(batch_index)).tolist()
                batch = f['features'][idx, :50]
                masks = batch[:, :, 3][[idx.index(i) for i in batch_index]].astype(bool)
                batch = batch[[idx.index(i) for i in batch_index]][..., 5:]
                print(batch.shape, masks.any(), np.array_equal(batch[0], batch[2]))
                norms = np.linalg.norm(f['features'][..., 5:], axis=-1)
                print(bool(np.allclose(norms, 1, atol=1e-2)), bool((np.diff(f['features'][..., 4], axis=1) <= 0).all()))
                down, right = (np.diff(np.unique(f['features'][int(sys.argv[3]), :, c])).min() for c in (0, 1))
                print('down first' if down > right else (down, right))
                g = np.fromfile(sys.argv[2], '<f4').reshape(num_desc, -1)
                print(g.shape[1], bool(np.allclose(np.linalg.norm(g, axis=1), 1, atol=1e-3)))
                """, locals(), globals(), landscape());

        assertThat(printed.lines())
                .containsExactly(
                        SamplePhotos.COUNT + " " + DESCRIPTORS + " 384 float32",
                        "(3, 50, 384) False True",
                        "True True",
                        "down first",
                        exported.getInteger("globalDimension") + " True");
    }

    /** Row of an image whose patches lie closer to each other to the right than down, as shares of its sides. */
    private static int landscape() throws IOException {
        List<String> names = Files.readAllLines(list());
        JsonArray images = CliRun.of("gallery", "list", "--limit", "1000", "--data", data, "--json")
                .json()
                .getJsonArray("images");
        return images.stream()
                .map(JsonObject.class::cast)
                .filter(image -> image.getInteger("width") > 1.2 * image.getInteger("height"))
                .mapToInt(image -> IntStream.range(0, names.size())
                        .filter(row -> image.getString("source").endsWith("/" + names.get(row)))
                        .findFirst()
                        .orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hlocOpensTheExport() throws Exception {
        Path out = root.resolve("hloc");
        JsonObject written = CliRun.of(
                        "export", "--format", "hloc", "--out", out, "--pairs", "2", "--data", data, "--json")
                .json();
        List<Object> files = written.getJsonArray("files").stream().toList();

        String printed = PythonOracle.require().run("""
                import sys, h5py, numpy as np
                features, globals_, pairs, matches = sys.argv[1:]
                names = []
                with h5py.File(features, 'r', libver='latest') as f:
                    f.visititems(lambda _, o: names.append(o.parent.name.strip('/')) if isinstance(o, h5py.Dataset) else None)
                    g = f['scene_00/view_0.jpg']
                    n = len(g['keypoints'])
                    print(len(set(names)), sorted(g), g['keypoints'].shape == (n, 2), g['descriptors'].shape == (384, n),
                          g['scores'].shape == (n,), g['keypoints'].attrs['uncertainty'] > 1)
                    w, h = g['image_size']
                    k = g['keypoints'][:]
                    print(bool((k >= -.5).all() and (k[:, 0] < w).all() and (k[:, 1] < h).all() and np.ptp(k[:, 0]) > w / 2))
                    a = {x: f[x]['descriptors'][:].astype('f4') for x in set(names)}
                with h5py.File(globals_, 'r') as f:
                    d = {x: f[x]['global_descriptor'][:] for x in set(names)}
                lines = [line.split() for line in open(pairs).read().rstrip('\\n').split('\\n')]
                good = all(q != r for q, r in lines)
                q = lines[0][0]
                others = sorted((x for x in d if x != q), key=lambda x: -d[x] @ d[q])
                print(len(lines), good, [r for s, r in lines if s == q] == others[:2])
                with h5py.File(matches, 'r') as f:
                    for q, r in lines:
                        pair = '/'.join((q.replace('/', '-'), r.replace('/', '-')))
                        back = '/'.join((r.replace('/', '-'), q.replace('/', '-')))
                        assert (pair in f) != (back in f) or pair == back, (q, r)
                        if pair not in f:
                            continue
                        sim = a[q].T @ a[r]
                        m = sim.argmax(1)
                        m[sim.argmax(0)[m] != np.arange(len(m))] = -1
                        stored = f[pair]['matches0'][:]
                        assert stored.dtype == np.int16 and (stored != m).mean() < .05, (q, r)
                        assert np.allclose(f[pair]['matching_scores0'][:], (sim.max(1) + 1) / 2, atol=5e-3)
                print('ok')
                """, files.toArray());

        assertThat(printed.lines())
                .containsExactly(
                        SamplePhotos.COUNT
                                + " ['descriptors', 'image_size', 'keypoints', 'scores'] True True True True",
                        "True",
                        2 * SamplePhotos.COUNT + " True True",
                        "ok");
    }

    @Test
    void importedGalleryIsListedShownAndSearchedById() {
        Path folder = root.resolve("imported");
        JsonObject imported = importInto(folder);

        assertThat(imported.getInteger("images")).isEqualTo(SamplePhotos.COUNT);
        assertThat(imported.getString("model")).startsWith("ames:dinov2:").endsWith("x384");
        assertThat(CliRun.of("gallery", "status", "--data", folder, "--json")
                        .json()
                        .getInteger("indexed"))
                .isEqualTo(SamplePhotos.COUNT);
        JsonArray rows =
                CliRun.of("gallery", "list", "--data", folder, "--json").json().getJsonArray("images");
        String id = IntStream.range(0, rows.size())
                .mapToObj(rows::getJsonObject)
                .filter(row -> row.getString("source").equals("scene_03/view_0.jpg"))
                .findFirst()
                .orElseThrow()
                .getString("id");
        assertThat(CliRun.of("gallery", "show", id, "--data", folder, "--json")
                        .json()
                        .getString("state"))
                .isEqualTo("INDEXED");

        for (String reranker : List.of("none", "mutual-nn")) {
            List<String> hits = hits(folder, id, reranker);
            String original = CliRun.of(
                            "gallery", "show", photos.resolve("scene_03/view_0.jpg"), "--data", data, "--json")
                    .json()
                    .getString("id");
            List<String> before = hits(data, original, reranker).stream()
                    .map(source -> photos.relativize(Path.of(source)).toString())
                    .toList();
            assertThat(hits).hasSizeGreaterThan(3);
            assertThat(hits.getFirst()).isEqualTo(before.getFirst());
        }
    }

    @Test
    void importedDatasetMayBeKeptAsCodesAlone() {
        Path folder = root.resolve("imported-codes");
        Path checkpoint = root.resolve("ames.safetensors");
        SafetensorsWriter.write(checkpoint, new AmesCheckpoint(384, 128, 16, 32, 1, false).tensors(), Map.of());
        List<Object> settings = List.of(
                "--data",
                folder,
                "--json",
                "--set",
                "store.codes=only",
                "--set",
                "rerank.ames.weights=" + checkpoint,
                "--set",
                "rerank.default=ames");

        JsonObject imported = with(settings, "import", "--format", "ames", locals(), "--global", globals())
                .json();
        assertThat(imported.getInteger("images")).isEqualTo(SamplePhotos.COUNT);
        String id = with(settings, "gallery", "list")
                .json()
                .getJsonArray("images")
                .getJsonObject(0)
                .getString("id");
        assertThat(with(settings, "search", "--id", id).json().getInteger("scored"))
                .isEqualTo(SamplePhotos.COUNT - 1);
        assertThat(with(settings, "doctor").out()).contains("all checksums right");

        CliRun export =
                CliRun.of("export", "--format", "ames", "--out", root.resolve("codes-exported"), "--data", folder);
        assertThat(export.exitCode()).isEqualTo(5);
        assertThat(export.err()).contains("MODEL_MISMATCH", "only binary codes");
    }

    private static CliRun with(List<Object> settings, Object... command) {
        return CliRun.of(Stream.concat(Stream.of(command), settings.stream()).toArray());
    }

    private static List<String> hits(Path folder, String id, String reranker) {
        JsonArray hits = CliRun.of("search", "--id", id, "--rerank", reranker, "--data", folder, "--json")
                .json()
                .getJsonArray("hits");
        return IntStream.range(0, hits.size())
                .mapToObj(i -> hits.getJsonObject(i).getString("source"))
                .toList();
    }

    @Test
    void pictureAsQueryOfAnImportedGalleryIsRefused() {
        Path folder = root.resolve("imported-refuses");
        importInto(folder);

        CliRun search = CliRun.of("search", photos.resolve("scene_03/view_0.jpg"), "--data", folder);

        assertThat(search.exitCode()).isEqualTo(5);
        assertThat(search.err()).startsWith("patchrank: MODEL_MISMATCH ames:dinov2:");
    }

    @Test
    void importMayBeRepeatedAndExportGivesTheSameFilesBack() throws IOException {
        Path folder = root.resolve("imported-twice");
        importInto(folder);
        JsonObject again = importInto(folder);

        assertThat(again.getInteger("images")).isZero();
        assertThat(again.getInteger("passedOver")).isEqualTo(SamplePhotos.COUNT);
        Path out = root.resolve("exported-again");
        CliRun.of("export", "--format", "ames", "--out", out, "--precision", "float32", "--data", folder, "--json")
                .json();
        assertThat(out.resolve("dinov2_gallery_local.hdf5")).hasSameBinaryContentAs(locals());
        assertThat(out.resolve("test_gallery.txt")).hasSameTextualContentAs(list());
    }

    @Test
    void importWithoutGlobalDescriptorsMakesThemWhenAsked() {
        Path folder = root.resolve("imported-mean");

        CliRun refused = CliRun.of("import", "--format", "ames", locals(), "--data", folder);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).startsWith("patchrank: BAD_REQUEST --global: ");

        JsonObject imported = CliRun.of(
                        "import", "--format", "ames", locals(), "--global-from-locals", "--data", folder, "--json")
                .json();
        assertThat(imported.getInteger("globalDimension")).isEqualTo(384);
        assertThat(hits(folder, "row-0", "none")).isNotEmpty();
    }

    @Test
    void galleryKeepsToOneModel() {
        Path folder = root.resolve("imported-mixed");
        importInto(folder);

        CliRun other = CliRun.of(
                "import", "--format", "ames", locals(), "--global", globals(), "--name", "cvnet", "--data", folder);
        CliRun own = CliRun.of("import", "--format", "ames", locals(), "--global", globals(), "--data", data);

        assertThat(other.exitCode()).isEqualTo(5);
        assertThat(other.err()).startsWith("patchrank: MODEL_MISMATCH " + folder);
        assertThat(own.exitCode()).isEqualTo(5);
        assertThat(own.err()).startsWith("patchrank: MODEL_MISMATCH " + data);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mergedFileHoldsTheRowsOfAll(boolean copy) throws Exception {
        Path out = root.resolve("merged-" + copy).resolve("both.hdf5");
        Path shard = Files.createDirectories(root.resolve("shards")).resolve("second.hdf5");
        Files.copy(locals(), shard, StandardCopyOption.REPLACE_EXISTING);

        CliRun run = copy
                ? CliRun.of("merge", out, locals(), shard, "--copy", "--json")
                : CliRun.of("merge", out, locals(), shard, "--json");

        assertThat(run.json().getInteger("images")).isEqualTo(2 * SamplePhotos.COUNT);
        String printed = PythonOracle.require().run("""
                import sys, h5py, numpy as np
                merged = h5py.File(sys.argv[1], 'r')['features']
                one = h5py.File(sys.argv[2], 'r')['features'][:]
                print(merged.is_virtual, [s.file_name for s in merged.virtual_sources()] if merged.is_virtual else [])
                print(np.array_equal(merged[:], np.concatenate([one, one])), merged.dtype)
                """, out, locals());
        assertThat(printed.lines())
                .containsExactly(
                        copy ? "False []" : "True ['../ames/dinov2_gallery_local.hdf5', '../shards/second.hdf5']",
                        "True float32");
        Path folder = root.resolve("imported-merged-" + copy);
        assertThat(CliRun.of("import", "--format", "ames", out, "--global-from-locals", "--data", folder, "--json")
                        .json()
                        .getInteger("images"))
                .isEqualTo(2 * SamplePhotos.COUNT);
    }

    @Test
    void badInputIsNamed() throws IOException {
        Path cut = root.resolve("cut.hdf5");
        byte[] whole = Files.readAllBytes(locals());
        Files.write(cut, Arrays.copyOf(whole, whole.length - 1));
        Path shortList = Files.writeString(root.resolve("short.txt"), "a.jpg\nb.jpg\n");
        Path odd = Files.write(root.resolve("odd.pt"), new byte[7]);
        Path folder = root.resolve("never");

        assertFails(
                6,
                "DATA_CORRUPT " + cut + ": is cut short",
                "import",
                "--format",
                "ames",
                cut,
                "--global",
                globals(),
                "--data",
                folder);
        assertFails(
                3,
                "NOT_FOUND " + root.resolve("no.hdf5"),
                "import",
                "--format",
                "ames",
                root.resolve("no.hdf5"),
                "--global",
                globals(),
                "--data",
                folder);
        assertFails(
                2,
                "BAD_REQUEST " + shortList + ": names 2 images",
                "import",
                "--format",
                "ames",
                locals(),
                "--global",
                globals(),
                "--list",
                shortList,
                "--data",
                folder);
        assertFails(
                2,
                "BAD_REQUEST " + odd + ": has 7 bytes",
                "import",
                "--format",
                "ames",
                locals(),
                "--global",
                odd,
                "--data",
                folder);
        assertFails(2, "BAD_REQUEST patchrank import", "import", "--format", "csv", locals());
        assertFails(
                3, "NOT_FOUND " + folder, "export", "--format", "ames", "--out", root.resolve("x"), "--data", folder);
        assertFails(
                2,
                "BAD_REQUEST --split: ",
                "export",
                "--format",
                "ames",
                "--out",
                root.resolve("x"),
                "--split",
                "a/b",
                "--data",
                data);
        assertFails(
                2,
                "BAD_REQUEST --descriptors: ",
                "export",
                "--format",
                "ames",
                "--out",
                root.resolve("x"),
                "--descriptors",
                "0",
                "--data",
                data);
        assertFails(
                3,
                "NOT_FOUND " + data,
                "export",
                "--format",
                "ames",
                "--out",
                root.resolve("x"),
                "--filter",
                "{\"field\": \"city\", \"equals\": \"Nowhere\"}",
                "--data",
                data);
        assertFails(2, "BAD_REQUEST " + locals() + ": is to be written and read", "merge", locals(), locals());
        assertFails(6, "DATA_CORRUPT " + cut, "merge", root.resolve("out.hdf5"), locals(), cut);
        assertThat(folder).doesNotExist();
        assertThat(root.resolve("x")).doesNotExist();
        assertThat(root.resolve("out.hdf5")).doesNotExist();
    }

    private static void assertFails(int exitCode, String line, Object... arguments) {
        CliRun run = CliRun.of(arguments);
        assertThat(run.err()).startsWith("patchrank: " + line);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }
}
