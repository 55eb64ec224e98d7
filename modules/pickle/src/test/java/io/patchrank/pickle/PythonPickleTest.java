package io.patchrank.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.PythonOracle;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pickles that Python and numpy write, in all protocols. The interpreter is named by {@code PATCHRANK_PYTHON}, else
 * {@code python3}; without it or numpy the test is skipped, and fails where {@code CI=true}.
 */
class PythonPickleTest {
    private static final int HIGHEST_PROTOCOL = 5;

    private static final String PLAIN = """
            import pickle, sys, collections
            value = {
                'int': [0, 1, -1, 255, 65536, -2**31, 2**31, 2**63 - 1, -2**63], 'big': 2**70,
                'float': [0.1, -0.0, 1e300, float('inf'), float('-inf'), float('nan')],
                'text': ['', 'plain', 'Zürich 雪 🏔', 'a\\\\b\\nc\\0d'], 'bytes': b'\\x00\\xff\\n', 'empty': b'',
                'none': None, 'truth': [True, False], 'tuple': (1, (2, ()), 3, 4), 'set': {7}, 'frozen': frozenset([8]),
                'ordered': collections.OrderedDict([('z', 1), ('a', 2)]), 'numbered': {3: 'x'}, 'long': list(range(3000)),
            }
            value['same'] = value['text']
            for protocol in range(6):
                with open(f'{sys.argv[1]}/plain{protocol}.pkl', 'wb') as f:
                    pickle.dump(value, f, protocol)
            """;

    private static final String NUMPY = """
            import pickle, sys, numpy as np
            value = {'names': np.array(['a.jpg', 'Zürich.jpg']), 'bytes': np.array([b'xy', b'z']),
                     'objects': np.array([[1, 2], 'x', None], dtype=object),
                     'scalar': [np.float32(1.5), np.int64(-7), np.bool_(True), np.uint8(200)], 'ids': [np.int64(4), 5],
                     'fortran': np.asfortranarray(np.arange(6).reshape(2, 3)), 'big': np.arange(3, dtype='>i4'),
                     'strided': np.arange(12).reshape(3, 4)[:, ::2], 'empty': np.zeros((0, 4))}
            for t in 'f8 f4 f2 i8 i4 i2 i1 u8 u4 u2 u1 b1'.split():
                value[t] = np.array([[0, 1, 1], [1, 0, 1]], dtype=t)
            for protocol in range(6):
                with open(f'{sys.argv[1]}/numpy{protocol}.pkl', 'wb') as f:
                    pickle.dump(value, f, protocol)
            """;

    private final Path folder;

    PythonPickleTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void pythonsOwnTypesAreReadInEveryProtocol() throws Exception {
        python("pickle", PLAIN);
        for (int protocol = 0; protocol <= HIGHEST_PROTOCOL; protocol++) {
            PickledValue root = PickleFile.read(folder.resolve("plain" + protocol + ".pkl"));
            assertThat(root.get("int").longs())
                    .containsExactly(0, 1, -1, 255, 65536, Integer.MIN_VALUE, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE);
            assertThat(root.get("big").asDouble()).isEqualTo(0x1p70);
            assertThat(root.get("float").doubles())
                    .containsExactly(0.1, -0.0, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);
            assertThat(root.get("text").texts()).containsExactly("", "plain", "Zürich 雪 🏔", "a\\b\nc\0d");
            assertThat(root.get("same").texts()).hasSize(4);
            assertThat(root.get("bytes").asBytes()).containsExactly(0, 0xFF, '\n');
            assertThat(root.get("empty").asBytes()).isEmpty();
            assertThat(root.get("none").isNone()).isTrue();
            assertThat(root.get("truth").at(0).asBoolean()).isTrue();
            assertThat(root.get("tuple").at(1).at(1).list()).isEmpty();
            assertThat(root.get("set").longs()).containsExactly(7);
            assertThat(root.get("frozen").longs()).containsExactly(8);
            assertThat(root.get("ordered").keys()).containsExactly("z", "a");
            assertThat(root.get("numbered").keys()).isEmpty();
            assertThat(root.get("long").longs()).hasSize(3000).endsWith(2998, 2999);
            assertThat(root.keys()).startsWith("int", "big", "float").endsWith("long", "same");
        }
    }

    @Test
    void numpysTypesAreReadInEveryProtocol() throws Exception {
        python("numpy", NUMPY);
        for (int protocol = 0; protocol <= HIGHEST_PROTOCOL; protocol++) {
            PickledValue root = PickleFile.read(folder.resolve("numpy" + protocol + ".pkl"));
            for (String type : "f8 f4 f2 i8 i4 i2 i1 u8 u4 u2 u1 b1".split(" ", -1)) {
                assertThat(root.get(type).tensor().shape()).containsExactly(2, 3);
                assertThat(root.get(type).doubles()).as(type).containsExactly(0, 1, 1, 1, 0, 1);
            }
            assertThat(root.get("names").texts()).containsExactly("a.jpg", "Zürich.jpg");
            assertThat(root.get("bytes").texts()).containsExactly("xy", "z");
            assertThat(root.get("objects").at(0).longs()).containsExactly(1, 2);
            assertThat(root.get("objects").at(2).isNone()).isTrue();
            assertThat(root.get("scalar").at(0).asDouble()).isEqualTo(1.5);
            assertThat(root.get("scalar").at(1).asLong()).isEqualTo(-7);
            assertThat(root.get("scalar").at(2).asBoolean()).isTrue();
            assertThat(root.get("scalar").at(3).asLong()).isEqualTo(200);
            assertThat(root.get("ids").longs()).containsExactly(4, 5);
            assertThat(root.get("fortran").longs()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(root.get("big").longs()).containsExactly(0, 1, 2);
            assertThat(root.get("strided").longs()).containsExactly(0, 2, 4, 6, 8, 10);
            assertThat(root.get("empty").tensor().shape()).containsExactly(0, 4);
        }
    }

    private void python(String needed, String script) throws InterruptedException, IOException {
        PythonOracle.requiring(needed).run(script, folder);
    }
}
