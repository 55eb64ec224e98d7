package io.patchrank.storage.ames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.testing.PythonOracle;
import io.patchrank.storage.StoredType;
import io.patchrank.storage.exchange.DescriptorFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that hold no local descriptors, or damaged ones: a typed failure that names file, dataset and row. */
class BadFilesTest {
    /** A file of the given expression as {@code features}. */
    private static final String SCRIPT = """
            import sys, h5py, numpy as np
            nan, inf = np.nan, np.inf
            def locals_(n=3, k=4, d=6, dtype='f4', row=None, at=None, value=None):
                v = np.ones((n, k, 5 + d), dtype)
                v[..., 3] = 0
                if row is not None:
                    v[(row,) + at] = value
                return v
            with h5py.File(sys.argv[1], 'w') as f:
                data = eval(sys.argv[2])
                if data is not None:
                    f[sys.argv[3]] = data
            """;

    @TempDir
    private Path folder;

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private Path written(int rows) {
        Path file = folder.resolve("whole.hdf5");
        DescriptorFileWriter.writeLocals(file, rows, 3, 4, StoredType.FLOAT32, row -> locals(row, 3));
        return file;
    }

    private static LocalDescriptors locals(int seed, int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 0.5f);
        float[] values = new float[count * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = seed + i / 8f;
        }
        return new LocalDescriptors(4, ones, ones, ones, ones, new boolean[count], values);
    }

    @Test
    void whatWasWrittenIsRead() {
        try (DescriptorFile read = DescriptorFile.open(written(5))) {
            assertThat(read.description()).isEqualTo("format 1, float32, contiguous");
            List<LocalDescriptors> batch = read.read(List.of(4, 0, 4), 2);
            assertThat(batch).extracting(LocalDescriptors::count).containsOnly(2);
            assertThat(batch.get(0).values()).isEqualTo(locals(4, 2).values());
            assertThat(batch.get(1).values()).isEqualTo(locals(0, 2).values());
            assertThat(read.read(3, 50).count()).isEqualTo(3);
        }
    }

    @Test
    void rowOutOfRange() {
        try (DescriptorFile read = DescriptorFile.open(written(5))) {
            for (int row : new int[] {-1, 5}) {
                assertFails(
                        ErrorCode.BAD_REQUEST,
                        () -> read.read(List.of(0, row), 2),
                        "whole.hdf5",
                        "row " + row + " of dataset features");
            }
        }
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(written(5));
        for (int length = 0; length < whole.length; length += 1 + length / 16) {
            Path cut = Files.write(folder.resolve("cut.hdf5"), Arrays.copyOf(whole, length));
            assertFails(ErrorCode.DATA_CORRUPT, () -> DescriptorFile.open(cut).close(), "cut.hdf5");
        }
    }

    @Test
    void damageNeverFailsInAnUntypedWay() throws IOException, InterruptedException {
        Path file = folder.resolve("chunked.hdf5");
        PythonOracle.require().run("""
                import sys, h5py, numpy as np
                v = np.random.default_rng(1).standard_normal((9, 4, 11)).astype('f4')
                v[..., 3] = 0
                with h5py.File(sys.argv[1], 'w') as f:
                    f.create_dataset('features', data=v, chunks=(2, 3, 5), compression='gzip', shuffle=True, fletcher32=True)
                """, file);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        Path damaged = folder.resolve("damaged.hdf5");
        for (int trial = 0; trial < 400; trial++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(damaged, bytes);
            try (DescriptorFile read = DescriptorFile.open(damaged)) {
                for (int row = 0; row < Math.min(9, read.rows()); row++) {
                    read.read(row, Math.min(read.topK(), 4));
                }
            } catch (PatchrankException e) {
                assertThat(e.getMessage()).contains("damaged.hdf5");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "np.ones((3, 4)) | features | BAD_REQUEST | shape [3, 4]",
                "np.ones((3, 4, 5)) | features | BAD_REQUEST | 5 columns, too few",
                "np.ones((3, 4, 11), 'i4') | features | BAD_REQUEST | elements of int32",
                "np.ones((0, 4, 11)) | features | BAD_REQUEST | 0 rows",
                "np.array([b'a', b'b']) | features | BAD_REQUEST | elements of string",
                "np.zeros(3, [('descriptor', 'f4', (4, 6))]) | features | BAD_REQUEST | without metadata",
                "np.zeros(3, [('descriptor', 'f4', (4, 6)), ('metadata', 'f4', (4, 4))]) | features | BAD_REQUEST"
                        + " | metadata [4, 4]",
                "np.zeros(3, [('descriptor', 'i4', (4, 6)), ('metadata', 'f4', (4, 5))]) | features | BAD_REQUEST"
                        + " | descriptor of int32",
                "locals_() | other | NOT_FOUND | dataset features is not there; there are other",
                "None | other | NOT_FOUND | dataset features is not there",
            })
    void datasetThatHoldsNoLocalDescriptors(String data, String name, ErrorCode code, String problem)
            throws IOException, InterruptedException {
        Path file = folder.resolve("file.hdf5");
        PythonOracle.require().run(SCRIPT, file, data, name);

        assertFails(code, () -> DescriptorFile.open(file).close(), file.toString(), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "locals_(row=1, at=(2, 7), value=nan) | descriptor 2 holds NaN in column 7",
                "locals_(row=1, at=(0, 5), value=inf) | descriptor 0 holds Infinity in column 5",
                "locals_(row=1, at=(slice(None), 3), value=1) | the mask hides all 4 descriptors",
                "locals_(row=1, at=(slice(None), 3), value=nan) | the mask hides all 4 descriptors"
            })
    void rowThatCannotBeCompared(String data, String problem) throws IOException, InterruptedException {
        Path file = folder.resolve("file.hdf5");
        PythonOracle.require().run(SCRIPT, file, data, "features");

        try (DescriptorFile read = DescriptorFile.open(file)) {
            assertThat(read.read(0, 4).validCount()).isEqualTo(4);
            assertFails(
                    ErrorCode.DATA_CORRUPT,
                    () -> read.read(1, 4),
                    file.toString(),
                    "row 1 of dataset features",
                    problem);
        }
    }

    @Test
    void paddingBetweenDescriptorsMovesBehindThem() throws IOException, InterruptedException {
        Path file = folder.resolve("file.hdf5");
        PythonOracle.require().run("""
                import sys, h5py, numpy as np
                v = np.arange(2 * 4 * 7, dtype='f4').reshape(2, 4, 7)
                v[..., 3] = [[1, 0, 1, 0], [0, 1, 0, 0]]
                h5py.File(sys.argv[1], 'w')['features'] = v
                """, file);

        try (DescriptorFile read = DescriptorFile.open(file)) {
            assertThat(read.read(0, 4).padding()).containsExactly(false, false, true, true);
            assertThat(read.read(0, 4).values()).containsExactly(12, 13, 26, 27, 5, 6, 19, 20);
            assertThat(read.read(1, 3).x()).containsExactly(28, 42, 35);
        }
    }

    @Test
    void virtualSourceThatIsMissing() throws IOException, InterruptedException {
        Path file = folder.resolve("deep/er/virtual.hdf5");
        Files.createDirectories(file.getParent());
        PythonOracle.require().run("""
                import sys, h5py
                layout = h5py.VirtualLayout(shape=(4, 3, 7), dtype='<f4')
                layout[:2] = h5py.VirtualSource('data/nowhere.hdf5', 'features', shape=(2, 3, 7))
                with h5py.File(sys.argv[1], 'w') as f:
                    f.create_virtual_dataset('features', layout, fillvalue=0)
                """, file);

        assertFails(ErrorCode.NOT_FOUND, () -> DescriptorFile.open(file).close(), file.toString(), "data/nowhere.hdf5");

        Path above = folder.resolve("data/nowhere.hdf5");
        Files.createDirectories(above.getParent());
        DescriptorFileWriter.writeLocals(
                above,
                2,
                3,
                2,
                StoredType.FLOAT32,
                row -> new LocalDescriptors(
                        2, new float[3], new float[3], new float[3], new float[3], new boolean[3], new float[] {
                            1, 2, 3, 4, 5, row
                        }));
        try (DescriptorFile read = DescriptorFile.open(file)) {
            assertThat(read.read(1, 3).values()).containsExactly(1, 2, 3, 4, 5, 1);
        }
    }

    @Test
    void globalsThatDoNotFit() throws IOException {
        Path odd = Files.write(folder.resolve("odd.pt"), new byte[10]);
        Path other = Files.write(folder.resolve("other.pt"), new byte[28]);
        Path empty = Files.write(folder.resolve("empty.pt"), new byte[0]);
        assertFails(ErrorCode.BAD_REQUEST, () -> GlobalFile.ofRows(odd, 1).close(), "odd.pt", "10 bytes");
        assertFails(ErrorCode.BAD_REQUEST, () -> GlobalFile.ofRows(other, 2).close(), "other.pt", "2 images");
        assertFails(
                ErrorCode.BAD_REQUEST, () -> GlobalFile.ofDimension(other, 3).close(), "dimension 3");
        assertFails(ErrorCode.BAD_REQUEST, () -> GlobalFile.ofRows(empty, 2).close(), "empty.pt");
        assertFails(
                ErrorCode.NOT_FOUND,
                () -> GlobalFile.ofRows(folder.resolve("no.pt"), 2).close(),
                "no.pt");
        try (GlobalFile read = GlobalFile.ofRows(other, 7)) {
            assertFails(ErrorCode.BAD_REQUEST, () -> read.read(7), "other.pt", "row 7");
        }
    }

    @Test
    void imageListWithFieldsAndWithoutAName() throws IOException {
        Path list = Files.writeString(folder.resolve("list"), "a/b.jpg,17,640,480\nc d.jpg\n");
        assertThat(ImageList.read(list).entries())
                .containsExactly(
                        new ImageList.Entry("a/b.jpg", List.of("17", "640", "480")),
                        new ImageList.Entry("c d.jpg", List.of()));
        Path gap = Files.writeString(folder.resolve("gap"), "a.jpg\n\nb.jpg\n");
        assertFails(ErrorCode.BAD_REQUEST, () -> ImageList.read(gap), "gap", "line 2");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertFails(ErrorCode.BAD_REQUEST, () -> ImageList.read(binary), "binary");
    }
}
