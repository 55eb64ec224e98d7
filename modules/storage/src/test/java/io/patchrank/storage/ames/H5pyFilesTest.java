package io.patchrank.storage.ames;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.PythonOracle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What h5py writes, in every layout that it can be asked for, is read number for number. */
class H5pyFilesTest {
    /**
     * Writes files and, beside each, what h5py itself reads from it as float32 [N, k, 5 + D]; prints name, N, k, D.
     */
    private static final String SCRIPT = """
            import os, sys, h5py, numpy as np
            os.chdir(sys.argv[1])
            rng = np.random.default_rng(7)

            def values(n, k, d, dtype='<f4'):
                v = rng.standard_normal((n, k, 5 + d)).astype(dtype)
                v[..., 3] = 0
                return v

            def done(name, path=None):
                with h5py.File(path or name + '.hdf5', 'r') as f:
                    ds = f['features']
                    if ds.dtype.names:
                        flat = np.concatenate([ds['metadata'], ds['descriptor']], -1)
                    else:
                        flat = ds[:]
                    flat.astype('<f4').tofile(name + '.f32')
                    print(name, *flat.shape[:2], flat.shape[2] - 5)

            def flat(name, shape, dtype='<f4', libver=None, userblock=0, write=None, **options):
                v = values(*shape, dtype=dtype)
                with h5py.File(name + '.hdf5', 'w', libver=libver, userblock_size=userblock) as f:
                    ds = f.create_dataset('features', shape=v.shape, dtype=dtype, **options)
                    if write is None:
                        ds[:] = v
                    else:
                        ds[write] = v[write]
                done(name)

            n = 0
            for libver in (None, 'latest', ('earliest', 'v108'), 'v110', 'v112', 'v114'):
                for dtype in ('<f4', '<f2', '>f4', '>f2', '<f8'):
                    flat(f'plain{n}', (3, 4, 5), dtype, libver); n += 1
                for options in (
                        dict(chunks=(1, 4, 11)), dict(chunks=(2, 3, 4)), dict(chunks=True),
                        dict(chunks=(3, 2, 11), compression='gzip', compression_opts=1),
                        dict(chunks=(2, 4, 5), compression='gzip', compression_opts=9, shuffle=True),
                        dict(chunks=(2, 4, 5), compression='gzip', shuffle=True, fletcher32=True),
                        dict(chunks=(2, 3, 7), compression='lzf'),
                        dict(chunks=(2, 3, 7), compression='lzf', shuffle=True),
                        dict(chunks=(2, 3, 7), fletcher32=True),
                        dict(chunks=(7, 4, 11), compression='gzip'),
                        dict(chunks=(2, 3, 7), maxshape=(None, 4, 11)),
                        dict(chunks=(2, 3, 7), maxshape=(None, 4, 11), compression='gzip'),
                        dict(chunks=(2, 3, 7), maxshape=(20, 9, 30), compression='lzf', shuffle=True),
                        dict(chunks=(2, 3, 7), maxshape=(7, None, 11)),
                        dict(chunks=(2, 3, 7), maxshape=(7, 4, None), compression='gzip'),
                        dict(chunks=(2, 3, 7), maxshape=(None, None, None), compression='gzip'),
                        dict(chunks=(2, 3, 7), maxshape=(None, None, 11))):
                    flat(f'chunked{n}', (7, 4, 6), '<f4', libver, **options); n += 1
                    flat(f'chunked{n}', (7, 4, 6), '<f2', libver, **options); n += 1
                many = dict(chunks=(1, 2, 3), compression='gzip')
                flat(f'many{n}', (300, 5, 2), '<f4', libver, **many); n += 1
                flat(f'many{n}', (300, 5, 2), '<f4', libver, maxshape=(None, 5, 7), **many); n += 1
                flat(f'many{n}', (300, 5, 2), '<f4', libver, maxshape=(None, 5, 7), chunks=(1, 1, 1)); n += 1
                flat(f'many{n}', (1200, 3, 1), '<f4', libver, chunks=(1, 1, 1)); n += 1
                flat(f'many{n}', (300, 5, 2), '<f4', libver, maxshape=(None, None, 7), **many); n += 1
                flat(f'holes{n}', (40, 4, 6), '<f4', libver, write=slice(10, 20), fillvalue=2.5, chunks=(3, 4, 11)); n += 1
                flat(f'holes{n}', (40, 4, 6), '<f2', libver, write=slice(10, 20), fillvalue=-1, chunks=(3, 2, 5),
                     compression='gzip', maxshape=(None, 4, 11)); n += 1
                flat(f'holes{n}', (4, 4, 6), '<f4', libver, write=slice(0, 0), fillvalue=0.25); n += 1
                flat(f'holes{n}', (2000, 2, 1), '<f4', libver, write=slice(1500, 1700), chunks=(1, 1, 1)); n += 1
                flat(f'holes{n}', (2000, 2, 1), '<f4', libver, write=slice(1500, 1700), chunks=(1, 1, 1),
                     maxshape=(None, 2, 6), compression='gzip'); n += 1
                flat(f'block{n}', (3, 4, 5), '<f4', libver, userblock=512); n += 1
                flat(f'block{n}', (3, 4, 5), '<f4', libver, userblock=4096, chunks=(1, 4, 10), compression='gzip'); n += 1

                for order in (('descriptor', 'metadata'), ('metadata', 'descriptor')):
                    for dd, md in (('<f4', '<f4'), ('<f2', '<f4'), ('<f2', '<f2'), ('>f4', '<f8')):
                        for token in (True, False):
                            for options in (dict(), dict(chunks=True, compression='gzip', shuffle=True)):
                                k, d = 6, 9
                                shapes = {'descriptor': (dd, (d,) if token else (k, d)),
                                          'metadata': (md, (5,) if token else (k, 5))}
                                dt = np.dtype([('x', '<i4')] * (n % 2) + [(m, *shapes[m]) for m in order]
                                              + [('name', 'S7')] * (n % 3 == 0), align=n % 5 == 0)
                                v = np.zeros((4, k) if token else (4,), dt)
                                v['descriptor'] = rng.standard_normal(v['descriptor'].shape)
                                v['metadata'] = rng.standard_normal(v['metadata'].shape)
                                v['metadata'][..., 3] = 0
                                with h5py.File(f'compound{n}.hdf5', 'w', libver=libver) as f:
                                    f.create_dataset('features', data=v, **options)
                                done(f'compound{n}'); n += 1

                vlib = None if isinstance(libver, tuple) else libver  # virtual datasets came with 1.10
                # Virtual: two parts of other types, a part with more rows than used, fancy rows, a nested one
                os.makedirs(f'v{n}/parts', exist_ok=True)
                a, b = values(4, 3, 2), values(6, 3, 2, '<f2')
                with h5py.File(f'v{n}/parts/a.hdf5', 'w', libver=vlib) as f:
                    f.create_dataset('features', data=a, chunks=(1, 3, 7), compression='gzip')
                with h5py.File(f'v{n}/parts/b.hdf5', 'w', libver=vlib) as f:
                    f.create_dataset('group/inner', data=b)
                layout = h5py.VirtualLayout(shape=(12, 3, 7), dtype='<f4')
                layout[:4] = h5py.VirtualSource('parts/a.hdf5', 'features', shape=(4, 3, 7))
                layout[5:8] = h5py.VirtualSource('parts/b.hdf5', 'group/inner', shape=(6, 3, 7))[1:6:2]
                layout[8] = h5py.VirtualSource('parts/a.hdf5', 'features', shape=(4, 3, 7))[2]
                layout[9, :, 2:] = h5py.VirtualSource('parts/b.hdf5', 'group/inner', shape=(6, 3, 7))[0, :, 2:]
                layout[9, :, :2] = h5py.VirtualSource('parts/b.hdf5', 'group/inner', shape=(6, 3, 7))[5, :, :2]
                layout[10:12, :, :3] = h5py.VirtualSource('parts/b.hdf5', 'group/inner', shape=(6, 3, 7))[2:4, :, :3]
                with h5py.File(f'v{n}/outer.hdf5', 'w', libver=vlib) as f:
                    f.create_virtual_dataset('features', layout, fillvalue=0.5)
                done(f'virtual{n}', f'v{n}/outer.hdf5'); n += 1
                fancy = h5py.VirtualLayout(shape=(4, 3, 7), dtype='<f4')
                fancy[[0, 2, 3]] = h5py.VirtualSource(f'v{n - 1}/outer.hdf5', 'features', shape=(12, 3, 7))[[1, 6, 9]]
                with h5py.File(f'nested{n}.hdf5', 'w', libver=vlib) as f:
                    f.create_virtual_dataset('features', fancy, fillvalue=0)
                done(f'nested{n}'); n += 1
                with h5py.File(f'same{n}.hdf5', 'w', libver=vlib) as f:
                    s = f.create_dataset('source', data=values(5, 3, 2))
                    layout = h5py.VirtualLayout(shape=(5, 3, 7), dtype='<f4')
                    layout[:] = h5py.VirtualSource(s)
                    f.create_virtual_dataset('features', layout, fillvalue=0)
                done(f'same{n}'); n += 1
                ct = np.dtype([('descriptor', '<f4', (3, 4)), ('metadata', '<f4', (3, 5))])
                cv = np.zeros(4, ct)
                cv['descriptor'] = rng.standard_normal((4, 3, 4))
                for part in range(2):
                    with h5py.File(f'c{n}_{part}.hdf5', 'w', libver=vlib) as f:
                        f.create_dataset('features', data=cv[part * 2:part * 2 + 2])
                layout = h5py.VirtualLayout(shape=(4,), dtype=ct)
                for part in range(2):
                    layout[part * 2:part * 2 + 2] = h5py.VirtualSource(f'c{n}_{part}.hdf5', 'features', shape=(2,))
                with h5py.File(f'vcompound{n}.hdf5', 'w', libver=vlib) as f:
                    f.create_virtual_dataset('features', layout)
                done(f'vcompound{n}'); n += 1
                many = h5py.VirtualLayout(shape=(60, 3, 7), dtype='<f4')
                for part in range(30):
                    many[2 * part:2 * part + 2] = h5py.VirtualSource(f'v{n - 4}/parts/a.hdf5', 'features', shape=(4, 3, 7))[1:3]
                with h5py.File(f'manyparts{n}.hdf5', 'w', libver=vlib) as f:
                    f.create_virtual_dataset('features', many, fillvalue=0)
                done(f'manyparts{n}'); n += 1
                grown = f'grown{n}'
                with h5py.File(grown + '.hdf5', 'w', libver=vlib) as f:
                    ds = f.create_dataset('features', data=values(9, 3, 2), maxshape=(None, 3, 7), chunks=(2, 3, 7))
                    ds.resize(30, 0)
                    ds[25:] = 3
                    ds.resize(27, 0)
                    for other in range(6):
                        f[f'other{other}'] = np.arange(other + 1)
                    f['names'] = np.array(['a', 'bc'], dtype=h5py.string_dtype())
                    f.attrs['model'] = 'm' * 3000
                    ds.attrs['long'] = 'd' * 3000
                done(grown); n += 1
                typed = f'typed{n}'
                with h5py.File(typed + '.hdf5', 'w', libver=vlib, track_order=True) as f:
                    f['type'] = np.dtype('<f4')
                    f.create_dataset('features', data=values(3, 4, 5), dtype=f['type'], track_times=True)
                done(typed); n += 1
            """;

    @TempDir
    static Path folder;

    private static List<String> written = List.of();

    @BeforeAll
    static void write() throws IOException, InterruptedException {
        written = PythonOracle.require().run(SCRIPT, folder).lines().toList();
    }

    @TestFactory
    Collection<DynamicTest> everyFileIsReadAsH5pyReadsIt() {
        assertThat(written).hasSizeGreaterThan(400);
        return written.stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> assertReadAsH5pyReadsIt(line.split(" ", -1))))
                .toList();
    }

    private static void assertReadAsH5pyReadsIt(String[] fields) throws IOException {
        String name = fields[0];
        Path file = name.startsWith("virtual")
                ? folder.resolve("v" + name.substring("virtual".length()) + "/outer.hdf5")
                : folder.resolve(name + ".hdf5");
        ByteBuffer expected = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".f32")))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (DescriptorFile read = DescriptorFile.open(file)) {
            assertThat(List.of(read.rows(), read.topK(), read.localDimension()))
                    .containsExactly(number(fields[1]), number(fields[2]), number(fields[3]));
            for (int row = 0; row < read.rows(); row++) {
                float[] numbers = read.numbers(row, read.topK());
                float[] same = new float[numbers.length];
                expected.asFloatBuffer().get(row * same.length, same);
                assertThat(numbers).as("row %d", row).isEqualTo(same);
            }
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }
}
