package io.patchrank.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.testing.PythonOracle;
import io.patchrank.api.testing.SampleBinariser;
import io.patchrank.api.testing.SampleFeatures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HDF5 library itself reads what we write, through h5py. */
class H5pyRoundTripTest {
    private static final int TOP_K = 5;
    private static final int DIMENSION = 7;
    private static final int GLOBAL_DIMENSION = 3;
    private static final int IMAGES = 4;
    private static final List<String> NAMES = List.of("plain.jpg", "Zürich/雪 🏔.jpg", "", "folder/last.png");

    /** Prints the shapes, types and attributes, then each number exactly, as the hexadecimal form of a double. */
    private static final String SCRIPT = """
            import sys, h5py, numpy as np
            with h5py.File(sys.argv[1], 'r') as f:
                for name in ('features', 'global', 'grid', 'name'):
                    d = f[name]
                    print(name, d.shape, d.dtype.kind, d.dtype.itemsize, d.chunks, d.compression, d.id.get_offset() > 0)
                for name in ('patchrank_format', 'patchrank_segment', 'model_fingerprint', 'topk', 'dimension'):
                    v = f.attrs[name]
                    print(name, v.decode() if isinstance(v, bytes) else v)
                for n in f['name'].asstr()[:]:
                    print('|' + n + '|')
                print(f['grid'][:].tolist())
                for name in ('features', 'global'):
                    print(' '.join(float(v).hex() for v in f[name][:].astype(np.float64).ravel()))
            """;

    private static final String CODES_SCRIPT = """
            import sys, h5py, numpy as np
            with h5py.File(sys.argv[1], 'r') as f:
                print(sorted(f))
                print([int(f.attrs[a]) for a in ('patchrank_format', 'code_bits', 'global_dimension', 'dimension')])
                print(f.attrs['code_projection'].decode(), f['codes'].dtype, f['codes'].shape, f['code_count'].dtype)
                print(f['code_count'][:].tolist())
                bits = np.unpackbits(f['codes'][:], axis=-1)[..., :f.attrs['code_bits']]
                for image, count in zip(bits, f['code_count']):
                    print((2.0 * image[:count] - 1).ravel().tolist())
            """;

    private final Path folder;

    H5pyRoundTripTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void h5pyReadsFloat16ShardsExactly() throws Exception {
        assertReadByH5py(StoredType.FLOAT16);
    }

    @Test
    void h5pyReadsFloat32ShardsExactly() throws Exception {
        assertReadByH5py(StoredType.FLOAT32);
    }

    private void assertReadByH5py(StoredType type) throws Exception {
        PythonOracle python = PythonOracle.require();
        List<ImageFeatures> images = images();
        StorageOptions options =
                new StorageOptions(type, TOP_K, DIMENSION, GLOBAL_DIMENSION, "h5py-modèle", IMAGES, Long.MAX_VALUE);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            storage.append(NAMES, images);
        }
        List<String> printed =
                python.run(SCRIPT, SmallStorage.shard(folder, 0)).lines().toList();

        String float32 = "f 4 None None True";
        String features = type == StoredType.FLOAT16 ? "f 2 None None True" : float32;
        assertThat(printed.subList(0, 9))
                .containsExactly(
                        "features (4, 5, 12) " + features,
                        "global (4, 3) " + float32,
                        "grid (4, 2) i 4 None None True",
                        "name (4,) S 20 None None True",
                        "patchrank_format 1",
                        "patchrank_segment 0",
                        "model_fingerprint h5py-modèle",
                        "topk 5",
                        "dimension 7");
        assertThat(printed.subList(9, 13))
                .containsExactlyElementsOf(
                        NAMES.stream().map(n -> "|" + n + "|").toList());
        assertThat(printed.get(13)).isEqualTo("[[3, 4], [3, 4], [3, 4], [3, 4]]");
        assertThat(numbers(printed.get(14))).isEqualTo(expectedFeatures(images));
        assertThat(numbers(printed.get(15)))
                .isEqualTo(
                        images.stream().flatMap(image -> boxed(image.global())).toList());
    }

    /** numpy unpacks the codes without being told their order; nothing but codes is there. */
    @Test
    void h5pyReadsCodesExactly() throws Exception {
        PythonOracle python = PythonOracle.require();
        SampleBinariser projection = new SampleBinariser(DIMENSION, 20, 1);
        StorageOptions options = new StorageOptions(
                        StoredType.FLOAT16, TOP_K, DIMENSION, GLOBAL_DIMENSION, "h5py-modèle", IMAGES, Long.MAX_VALUE)
                .withCodes(new CodeOptions(true, TOP_K - 1, projection));
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            storage.append(NAMES, images());
        }

        List<String> printed =
                python.run(CODES_SCRIPT, SmallStorage.shard(folder, 0)).lines().toList();

        assertThat(printed.subList(0, 4))
                .containsExactly(
                        "['code_count', 'codes', 'grid', 'name']",
                        "[2, 20, 3, 7]",
                        "sample-projection-1 uint8 (4, 4, 3) uint16",
                        "[4, 4, 3, 2]");
        for (int i = 0; i < IMAGES; i++) {
            LocalDescriptors locals = images().get(i).locals();
            BinaryCodes codes = projection.codes(locals.resized(Math.min(TOP_K - 1, locals.count())));
            assertThat(printed.get(4 + i))
                    .isEqualTo(Arrays.toString(codes.unpack(codes.count()).values()));
        }
    }

    private static List<ImageFeatures> images() {
        SampleFeatures samples = new SampleFeatures(DIMENSION, GLOBAL_DIMENSION, "h5py-modèle");
        return IntStream.range(0, IMAGES)
                .mapToObj(i -> samples.image(i, TOP_K - i, 0))
                .toList();
    }

    private static List<Float> expectedFeatures(List<ImageFeatures> images) {
        List<Float> expected = new ArrayList<>();
        for (ImageFeatures image : images) {
            LocalDescriptors locals = image.locals().resized(TOP_K);
            for (int i = 0; i < TOP_K; i++) {
                expected.add(locals.x()[i]);
                expected.add(locals.y()[i]);
                expected.add(locals.scale()[i]);
                expected.add(locals.padding()[i] ? 1f : 0f);
                expected.add(locals.weight()[i]);
                for (int d = 0; d < DIMENSION; d++) {
                    expected.add(locals.values()[i * DIMENSION + d]);
                }
            }
        }
        return expected;
    }

    private static Stream<Float> boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]);
    }

    private static List<Float> numbers(String line) {
        return line.lines()
                .flatMap(text -> Arrays.stream(text.split(" ", -1)))
                .map(text -> (float) Double.parseDouble(text.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
