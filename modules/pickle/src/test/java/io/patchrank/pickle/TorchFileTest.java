package io.patchrank.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pickle.TorchBytes.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
    private static final byte[] SIX =
            Values.floats(new float[] {0, 1, 2, 3, 4, 5}, 6).data();

    private final Path file;

    TorchFileTest(@TempDir Path folder) {
        this.file = folder.resolve("file.bin");
    }

    @Test
    void bothFormatsHoldNamedTensors() throws IOException {
        LinkedHashMap<String, Values> tensors = new LinkedHashMap<>();
        tensors.put("w", Values.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put(
                "n",
                new Values("LongStorage", 8, new PickleBytes().little(-9, 8).toBytes()));
        tensors.put("e", Values.floats(new float[0], 0, 3));
        for (byte[] bytes : new byte[][] {TorchBytes.zip(tensors, "state"), TorchBytes.legacy(tensors, "state")}) {
            PickledValue state = read(bytes).get("state");
            assertThat(state.keys()).containsExactly("w", "n", "e");
            assertThat(state.get("w").tensor().shape()).containsExactly(2, 3);
            assertThat(state.get("w").tensor().floats()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(state.get("w").tensor().bytes().isDirect()).isTrue();
            assertThat(state.get("n").tensor().shape()).isEmpty();
            assertThat(state.get("n").longs()).containsExactly(-9);
            assertThat(state.get("e").tensor().shape()).containsExactly(0, 3);
            assertThat(state.get("e").doubles()).isEmpty();
            assertThat(TorchFile.recognises(file)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DoubleStorage, 8, 000000000000F83F, 1.5",
        "HalfStorage, 2, 003E, 1.5",
        "BFloat16Storage, 2, C03F, 1.5",
        "IntStorage, 4, FEFFFFFF, -2",
        "ShortStorage, 2, FEFF, -2",
        "CharStorage, 1, FE, -2",
        "ByteStorage, 1, FE, 254",
        "BoolStorage, 1, 01, 1",
    })
    void everyElementTypeIsRead(String storage, int width, String hex, double expected) throws IOException {
        LinkedHashMap<String, Values> one = new LinkedHashMap<>();
        one.put("t", new Values(storage, width, HexFormat.of().parseHex(hex), 1));
        assertThat(read(TorchBytes.zip(one)).get("t").doubles()).containsExactly(expected);
    }

    @Test
    void stridedViewsOfOneStorageAreRead() throws IOException {
        assertThat(view(0, new long[] {3, 2}, new long[] {1, 3}).floats()).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(view(1, new long[] {2, 2}, new long[] {3, 1}).floats()).containsExactly(1, 2, 4, 5);
        assertThat(view(5, new long[] {2, 2}, new long[] {0, 0}).floats()).containsExactly(5, 5, 5, 5);
        assertThat(view(4, new long[] {2}, new long[] {1}).floats()).containsExactly(4, 5);
        assertThat(view(2, new long[] {1, 2}, new long[] {9, 2}).floats()).containsExactly(2, 4);
    }

    @Test
    void bigEndianArchivesAreTurnedRound() throws IOException {
        Map<String, byte[]> entries = entries(0, new long[] {1}, new long[] {1});
        entries.put(
                "a/data/0",
                new byte[] {0x3F, (byte) 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        entries.put("a/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(TorchBytes.archive(entries)).tensor().floats()).containsExactly(1.5f);
    }

    @Test
    void archivesBeyondFourGibibytesKeepSizesElsewhere() throws IOException {
        byte[] plain = archive(0, new long[] {6}, new long[] {1});
        assertThat(read(zip64(plain)).tensor().floats()).containsExactly(0, 1, 2, 3, 4, 5);
        byte[] lying = zip64(plain);
        // The length of the table of contents.
        lying[lying.length - 22 - 20 - 56 + 46] = 0x7F;
        assertRefused(lying, "table of contents is damaged");
    }

    /** Moves every size and place of a small archive to its zip64 field, as in a large one. */
    private static byte[] zip64(byte[] archive) {
        ByteBuffer old = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int end = archive.length - 22;
        int start = old.getInt(end + 16);
        PickleBytes out = new PickleBytes().raw(Arrays.copyOf(archive, start));
        int length = 0;
        for (int at = start; at < end; ) {
            int name = old.getShort(at + 28);
            byte[] head = Arrays.copyOfRange(archive, at, at + 46 + name);
            ByteBuffer changed = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            changed.putInt(20, -1)
                    .putInt(24, -1)
                    .putInt(42, -1)
                    .putShort(30, (short) 34)
                    .putShort(32, (short) 0);
            out.raw(head)
                    .little(0xCAFE, 2)
                    .little(2, 2)
                    .little(0, 2)
                    .little(1, 2)
                    .little(24, 2);
            out.little(old.getInt(at + 24), 8).little(old.getInt(at + 20), 8).little(old.getInt(at + 42), 8);
            length += head.length + 34;
            at += 46 + name + old.getShort(at + 30) + old.getShort(at + 32);
        }
        out.little(0x06064B50, 4)
                .little(44, 8)
                .little(45, 2)
                .little(45, 2)
                .little(0, 8)
                .little(2, 8)
                .little(2, 8);
        out.little(length, 8).little(start, 8);
        out.little(0x07064B50, 4).little(0, 4).little(start + (long) length, 8).little(1, 4);
        return out.little(0x06054B50, 4)
                .little(0, 4)
                .little(-1, 8)
                .little(-1, 4)
                .little(0, 2)
                .toBytes();
    }

    @Test
    void tensorsOfUntypedStoragesAreRead() throws IOException {
        PickleBytes pickle = new PickleBytes().proto(2).global("torch._utils", "_rebuild_tensor_v3");
        pickle.raw("((")
                .text("storage")
                .global("torch.storage", "UntypedStorage")
                .text("0")
                .text("cpu")
                .integer(8);
        pickle.raw("tQ")
                .integer(1)
                .integers(2)
                .integers(1)
                .raw("\u0089N")
                .global("torch", "uint16")
                .raw("tR");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/y/data.pkl", pickle.stop());
        entries.put("x/y/data/0", new byte[] {1, 0, 2, 0, (byte) 0xFF, (byte) 0xFF, 4, 0});
        assertThat(read(TorchBytes.archive(entries)).longs()).containsExactly(2, 65535);
    }

    @Test
    void legacyViewsOfStoragesAreRead() throws IOException {
        PickleBytes value = new PickleBytes().proto(2).global("torch._utils", "_rebuild_tensor_v2");
        value.raw("((")
                .text("storage")
                .global("torch", "FloatStorage")
                .text("k")
                .text("cpu")
                .integer(6);
        value.raw("(")
                .text("v")
                .integer(2)
                .integer(3)
                .raw("ttQ")
                .integer(1)
                .integers(2)
                .integers(1);
        value.raw("\u0089").global("collections", "OrderedDict").raw(")RtR");
        byte[] whole = legacy(value.stop(), "k", 6, SIX);
        assertThat(read(whole).tensor().floats()).containsExactly(3, 4);
    }

    @Test
    void nestedStoragesOfPlainPicklesAreRead() throws IOException {
        PickleBytes storage =
                new PickleBytes().proto(2).raw("(").text("storage").global("torch", "FloatStorage");
        byte[] nested =
                legacy(storage.text("k").text("cpu").integer(6).raw("NtQ").stop(), "k", 6, SIX);
        PickleBytes pickle = new PickleBytes()
                .proto(3)
                .global("torch._utils", "_rebuild_tensor_v2")
                .raw("(");
        pickle.global("torch.storage", "_load_from_bytes").bytes(nested).raw("\u0085R");
        pickle.integer(2)
                .integers(2)
                .integers(2)
                .raw("\u0089")
                .global("collections", "OrderedDict")
                .raw(")RtR");
        Files.write(file, pickle.stop());
        assertThat(PickleFile.read(file).tensor().floats()).containsExactly(2, 4);
    }

    @Test
    void tensorsThatLieAboutTheirStorageAreRefused() throws IOException {
        assertRefused(archive(0, new long[] {7}, new long[] {1}), "reaches beyond its storage of 6 elements");
        assertRefused(archive(6, new long[] {1}, new long[] {1}), "reaches beyond its storage");
        assertRefused(archive(-1, new long[] {1}, new long[] {1}), "reaches beyond its storage");
        assertRefused(archive(0, new long[] {2, 2}, new long[] {5, 1}), "reaches beyond its storage");
        assertRefused(archive(0, new long[] {-1}, new long[] {1}), "negative size");
        assertRefused(archive(0, new long[] {2}, new long[] {-1}), "negative size or stride");
        assertRefused(archive(0, new long[] {2, 3}, new long[] {1}), "not one stride a dimension");
        assertRefused(archive(0, new long[] {1L << 40, 1L << 40}, new long[] {0, 0}), "impossibly large");
        assertRefused(archive(0, new long[] {2, 2}, new long[] {1L << 62, 1L << 62}), "impossibly large");
        assertRefused(archive(0, new long[] {1L << 40}, new long[] {0}), "repeats its storage");
        assertRefused(archive(0, new long[70], new long[70]), "too many dimensions");
    }

    @Test
    void storagesThatLieAboutTheirSizeAreRefused() throws IOException {
        Map<String, byte[]> entries = entries(0, new long[] {6}, new long[] {1});
        entries.put("a/data/0", Arrays.copyOf(SIX, 20));
        assertRefused(TorchBytes.archive(entries), "storage 0 claims 24 bytes but has 20");
        entries.remove("a/data/0");
        assertRefused(TorchBytes.archive(entries), "lacks the entry a/data/0");
        for (long claimed : new long[] {-1, Integer.MAX_VALUE, 1L << 61}) {
            PickleBytes value = new PickleBytes().proto(2);
            TorchBytes.tensor(value, "FloatStorage", "0", claimed, 0, new long[] {1}, new long[] {1}, true);
            assertRefused(legacy(value.stop(), "0", claimed, SIX), "claims " + claimed + " elements");
        }
        byte[] value = legacyValue();
        assertRefused(legacy(value, "0", 5, SIX), "claims 6 elements but has 5");
        assertRefused(legacy(value, "other", 6, SIX), "lists a storage that no tensor has");
        assertRefused(TorchBytes.legacyHead().raw(value).raw("].").toBytes(), "lacks the numbers of 1 storages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "N",
                "](",
                ")",
                "X\u0001\u0000\u0000\u00000",
                "(X\u0006\u0000\u0000\u0000moduletN",
                "(X\u0007\u0000\u0000\u0000storaget"
            })
    void whatPersistentIdsMeanIsChecked(String id) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/data.pkl", (id + "Q.").getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(TorchBytes.archive(entries), "");
    }

    @Test
    void storageNamesStayInsideTheArchive() throws IOException {
        PickleBytes value = new PickleBytes().proto(2);
        TorchBytes.tensor(value, "FloatStorage", "../../etc/passwd", 6, 0, new long[] {6}, new long[] {1}, false);
        assertRefused(
                TorchBytes.archive(new LinkedHashMap<>(Map.of("a/data.pkl", value.stop()))),
                "lacks the entry a/data/../../etc/passwd");
    }

    @Test
    void foreignClassesInCheckpointsAreRefusedByName() throws IOException {
        byte[] value = new PickleBytes()
                .proto(2)
                .global("torch.nn.modules.linear", "Linear")
                .raw(")\u0081.")
                .toBytes();
        assertRefused(
                TorchBytes.archive(new LinkedHashMap<>(Map.of("a/data.pkl", value))), "torch.nn.modules.linear.Linear");
        assertRefused(TorchBytes.legacyHead().raw(value).toBytes(), "torch.nn.modules.linear.Linear");
    }

    @Test
    void compressedArchivesAreRefusedUnopened() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a/data.pkl"));
            zip.write(new byte[50_000_000]);
        }
        assertRefused(out.toByteArray(), "entry a/data.pkl is compressed");
    }

    @Test
    void otherArchivesAreRefused() throws IOException {
        assertRefused(TorchBytes.archive(new LinkedHashMap<>(Map.of("word/document.xml", SIX))), "0 entries data.pkl");
        Map<String, byte[]> two = new LinkedHashMap<>(Map.of("a/data.pkl", SIX, "b/data.pkl", SIX));
        assertRefused(TorchBytes.archive(two), "2 entries data.pkl");
        Files.writeString(file, "neither");
        assertThat(TorchFile.recognises(file)).isFalse();
        assertRefused(Files.readAllBytes(file), "no file of torch.save");
    }

    @Test
    void everyTruncationAndEveryDamagedByteIsTypedOrHarmless() throws IOException {
        LinkedHashMap<String, Values> tensors = new LinkedHashMap<>();
        tensors.put("w", Values.floats(new float[] {1, 2}, 2));
        for (byte[] whole : new byte[][] {TorchBytes.zip(tensors), TorchBytes.legacy(tensors)}) {
            for (int length = 0; length < whole.length; length++) {
                assertRefused(Arrays.copyOf(whole, length), "");
            }
            for (int at = 0; at < whole.length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) 0xA5;
                try {
                    PickledValue value = read(damaged);
                    if (value.isDict() && value.find("w").isPresent()) {
                        value.get("w").doubles();
                    }
                } catch (PatchrankException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID);
                }
            }
        }
    }

    private StoredTensor view(long offset, long[] shape, long[] strides) throws IOException {
        return read(archive(offset, shape, strides)).tensor();
    }

    private static byte[] archive(long offset, long[] shape, long[] strides) {
        return TorchBytes.archive(entries(offset, shape, strides));
    }

    /** One tensor over a storage of six floats. */
    private static Map<String, byte[]> entries(long offset, long[] shape, long[] strides) {
        PickleBytes value = new PickleBytes().proto(2);
        TorchBytes.tensor(value, "FloatStorage", "0", 6, offset, shape, strides, false);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/data.pkl", value.stop());
        entries.put("a/data/0", SIX);
        return entries;
    }

    private static byte[] legacyValue() {
        PickleBytes value = new PickleBytes().proto(2);
        return TorchBytes.tensor(value, "FloatStorage", "0", 6, 0, new long[] {6}, new long[] {1}, true)
                .stop();
    }

    private static byte[] legacy(byte[] value, String key, long count, byte[] data) {
        return TorchBytes.legacyHead()
                .raw(value)
                .raw(new PickleBytes().proto(2).raw("]").text(key).raw("a").stop())
                .little(count, Long.BYTES)
                .raw(data)
                .toBytes();
    }

    private PickledValue read(byte[] bytes) throws IOException {
        return TorchFile.read(Files.write(file, bytes));
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Files.write(file, bytes);
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> TorchFile.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }
}
