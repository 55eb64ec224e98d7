package io.patchrank.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.testing.SampleFeatures;
import io.patchrank.imaging.SamplePictures;
import io.patchrank.imaging.header.HeaderCheck;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.pickle.PickleBytes;
import io.patchrank.pickle.PickleFile;
import io.patchrank.pickle.TorchBytes;
import io.patchrank.pickle.TorchFile;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
import io.patchrank.storage.StoredType;
import io.patchrank.storage.hdf5.Hdf5Dataset;
import io.patchrank.storage.hdf5.Hdf5File;
import io.patchrank.testkit.HarnessReport;
import io.patchrank.torch.SafetensorsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a file says, its reader answers with a value or with a typed error. A find is printed as Base64, to be kept
 * as a test of its reader.
 */
class ReadersFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int RUNS = Integer.getInteger("fuzz.runs", 1_000);
    /** A data folder is opened and closed for each. */
    private static final int FOLDER_RUNS = Math.max(1, RUNS / 20);

    private static final int TOP_K = 3;
    private static final StorageOptions STORAGE =
            new StorageOptions(StoredType.FLOAT16, TOP_K, 4, 2, "fuzz-model", 1000, Long.MAX_VALUE);

    private static final AtomicLong MUTATED = new AtomicLong();

    @TempDir
    Path folder;

    @AfterAll
    static void report() throws IOException {
        HarnessReport.write("fuzz", "fuzz harness, seed %d: %d mutated files read".formatted(SEED, MUTATED.get()));
    }

    private interface Reader {
        void read(byte[] bytes) throws IOException;
    }

    private interface FileReader {
        void read(Path file) throws IOException;
    }

    private void fuzz(byte[] whole, int runs, Reader reader) throws IOException {
        reader.read(whole);
        Mutations mutations = new Mutations(SEED);
        for (int run = 0; run < runs; run++) {
            byte[] mutated = mutations.of(whole);
            MUTATED.incrementAndGet();
            try {
                reader.read(mutated);
            } catch (PatchrankException e) {
                assertThat(e.code()).as(() -> find(mutated, e)).isNotEqualTo(ErrorCode.INTERNAL);
            } catch (Exception | OutOfMemoryError | StackOverflowError | AssertionError e) {
                throw new AssertionError(find(mutated, e), e);
            }
        }
    }

    private void fuzzFile(byte[] whole, FileReader reader) throws IOException {
        Path file = folder.resolve("mutated");
        fuzz(whole, RUNS, bytes -> reader.read(Files.write(file, bytes)));
    }

    private static String find(byte[] bytes, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return "find: " + Base64.getEncoder().encodeToString(bytes) + "\n" + trace;
    }

    @Test
    void imageHeaders() throws IOException {
        HeaderCheck check = new HeaderCheck(ImageLimits.DEFAULT);
        for (String format : SamplePictures.FORMATS) {
            fuzz(SamplePictures.inFormat(format, 40, 30), RUNS, bytes -> check.check(bytes, "image"));
        }
    }

    @Test
    void safetensors() throws IOException {
        byte[] header =
                ("{\"__metadata__\":{\"a\":\"b\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
                                + "\"v\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[16,24]}}")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] file = ByteBuffer.allocate(8 + header.length + 24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
        fuzzFile(file, path -> {
            SafetensorsFile.recognises(path);
            SafetensorsFile.open(path).close();
        });
    }

    @Test
    void pickles() throws IOException {
        byte[] pickle = new PickleBytes()
                .proto(2)
                .raw("}(")
                .text("names")
                .raw("](")
                .text("a")
                .text("b")
                .raw("e")
                .text("numbers")
                .raw("](")
                .integers(1, 300, -5)
                .raw("eu")
                .stop();
        fuzzFile(pickle, PickleFile::read);
    }

    @Test
    void checkpoints() throws IOException {
        SequencedMap<String, TorchBytes.Values> tensors = new LinkedHashMap<>();
        tensors.put("weight", TorchBytes.Values.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("bias", TorchBytes.Values.floats(new float[] {7, 8}, 2));
        fuzzFile(TorchBytes.zip(tensors), TorchFile::read);
        fuzzFile(TorchBytes.legacy(tensors), TorchFile::read);
    }

    @Test
    void hdf5Files() throws IOException {
        Path data = gallery(2);
        byte[] shard = Files.readAllBytes(only(data, ".hdf5"));
        fuzzFile(shard, path -> {
            try (Hdf5File file = Hdf5File.open(path)) {
                for (String name : file.names()) {
                    read(file.dataset(name));
                }
            }
        });
    }

    private static void read(Hdf5Dataset dataset) {
        long[] shape = dataset.shape();
        int[] count = new int[shape.length];
        for (int axis = 0; axis < count.length; axis++) {
            count[axis] = (int) Math.min(shape[axis], 4);
        }
        dataset.read(new long[shape.length], count);
    }

    @Test
    void shardsOfAGallery() throws IOException {
        fuzzGallery(2, ".hdf5");
    }

    @Test
    void journalsOfAGallery() throws IOException {
        fuzzGallery(1000, ".prj");
    }

    private void fuzzGallery(int imagesPerSegment, String ending) throws IOException {
        Path data = gallery(imagesPerSegment);
        Path file = only(data, ending);
        fuzz(Files.readAllBytes(file), FOLDER_RUNS, bytes -> {
            Path copy = folder.resolve("copy");
            copy(data, copy);
            Files.write(copy.resolve(data.relativize(file)), bytes);
            try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(copy, STORAGE)) {
                storage.verify();
                for (int row = 0; row < 2; row++) {
                    storage.readLocals(List.of(new FeatureKey(0, row)), TOP_K);
                }
            }
        });
    }

    private Path gallery(int imagesPerSegment) {
        Path data = folder.resolve("gallery");
        SampleFeatures samples = new SampleFeatures(4, 2, "fuzz-model");
        try (Hdf5FeatureStorage storage =
                Hdf5FeatureStorage.open(data, STORAGE.withSegmentLimits(imagesPerSegment, Long.MAX_VALUE))) {
            for (int image = 0; image < 2; image++) {
                storage.append(List.of("image-" + image), List.of(samples.image(image, TOP_K, 0)));
            }
        }
        return data;
    }

    private static Path only(Path data, String ending) throws IOException {
        return files(data).stream()
                .filter(file -> file.toString().endsWith(ending))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> files(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).toList());
        }
    }

    /** In place of what was there. */
    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            for (Path old : files(to)) {
                Files.delete(old);
            }
        }
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
