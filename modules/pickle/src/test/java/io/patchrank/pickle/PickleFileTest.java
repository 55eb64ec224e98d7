package io.patchrank.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PickleFileTest {
    private final Path folder;

    PickleFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void oldestProtocolIsRead() throws IOException {
        PickledValue root =
                read("(dVa\\u005cb\\u20ac\nI7\nsVf\nFinf\nsVl\n(lp0\nL12345678901234567890L\naI01\nasS'old'\nNs.");
        assertThat(root.keys()).containsExactly("a\\b€", "f", "l", "old");
        assertThat(root.get("a\\b€").asLong()).isEqualTo(7);
        assertThat(root.get("f").asDouble()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(root.get("l").at(0).asDouble()).isEqualTo(1.2345678901234567e19);
        assertThat(root.get("l").at(1).asBoolean()).isTrue();
        assertThat(root.get("old").isNone()).isTrue();
    }

    @Test
    void dictsKeepTheirOrderAndTheLastOfTwoValues() throws IOException {
        PickleBytes pickle = new PickleBytes().proto(4).raw("}(");
        for (int i = 40; i > 0; i--) {
            pickle.text("key" + i).integer(i);
        }
        PickledValue root = read(pickle.text("key7").integer(70).raw("u").stop());
        assertThat(root.keys()).startsWith("key40", "key39", "key38").endsWith("key2", "key1");
        assertThat(root.get("key7").asLong()).isEqualTo(70);
    }

    @Test
    void numpyArraysOfNumbersAreTensors() throws IOException {
        byte[] data = new PickleBytes()
                .little(1, 8)
                .little(2, 8)
                .little(-3, 8)
                .little(4, 8)
                .toBytes();
        PickledValue plain = read(array("i8", "<", false, data, 2, 2));
        assertThat(plain.tensor().shape()).containsExactly(2, 2);
        assertThat(plain.longs()).containsExactly(1, 2, -3, 4);
        assertThat(read(array("i8", "<", true, data, 2, 2)).longs()).containsExactly(1, -3, 2, 4);
        assertThat(read(array("i2", ">", false, new byte[] {1, 2, 0, 5}, 2)).longs())
                .containsExactly(258, 5);
        assertThat(read(array("b1", "|", false, new byte[] {1, 0}, 2)).longs()).containsExactly(1, 0);
        assertThat(read(array("f2", "<", false, new byte[] {0, 0x3C}, 1)).doubles())
                .containsExactly(1);
    }

    @Test
    void numpyArraysOfTextsAreLists() throws IOException {
        byte[] wide = "ab\0c\0\0".getBytes("UTF-32LE");
        assertThat(read(array("U3", "<", false, wide, 2)).texts()).containsExactly("ab", "c");
        byte[] narrow = "xyz\0".getBytes(StandardCharsets.US_ASCII);
        assertThat(read(array("S2", "|", false, narrow, 2)).texts()).containsExactly("xy", "z");
    }

    @Test
    void whatIsAskedForInVainIsNamed() throws IOException {
        PickleBytes pickle =
                new PickleBytes().proto(2).raw("}").text("gnd").raw("]}").text("easy");
        Path file = write(pickle.raw("]").integer(3).raw("asas").stop());
        PickledValue root = PickleFile.read(file);
        assertWrong(() -> root.get("imlist"), file + ": the value has no key imlist");
        assertWrong(() -> root.get("gnd").at(0).get("easy").at(4), "gnd[0].easy has 1 items, not item 4");
        assertWrong(() -> root.get("gnd").at(0).get("easy").texts(), "gnd[0].easy[0] is no text but an integer");
        assertWrong(() -> root.get("gnd").tensor(), "gnd is no tensor but a list of 1 items");
        assertWrong(() -> root.get("gnd").keys(), "gnd is no dict but a list of 1 items");
        assertWrong(root::asLong, "the value is no integer of 64 bits but a dict of 1 entries");
    }

    @Test
    void missingFilesAndFoldersAreTyped() {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> PickleFile.read(folder.resolve("none.pkl")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertWrong(() -> PickleFile.read(folder), "is a folder or device");
    }

    /** As numpy pickles an array in protocol 2 to 4. */
    static byte[] array(String type, String order, boolean fortran, byte[] data, long... shape) {
        PickleBytes pickle = new PickleBytes().proto(3);
        pickle.global("numpy.core.multiarray", "_reconstruct").raw("(").global("numpy", "ndarray");
        pickle.integers(0)
                .bytes("b".getBytes(StandardCharsets.US_ASCII))
                .raw("tR(")
                .integer(1);
        pickle.integers(shape)
                .global("numpy", "dtype")
                .raw("(")
                .text(type)
                .op(0x89, 0x88)
                .raw("tR(");
        pickle.integer(3)
                .text(order)
                .raw("NNN")
                .integer(-1)
                .integer(-1)
                .integer(0)
                .raw("tb");
        return pickle.op(fortran ? 0x88 : 0x89).bytes(data).raw("tb").stop();
    }

    private PickledValue read(String latin) throws IOException {
        return read(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    private PickledValue read(byte[] pickle) throws IOException {
        return PickleFile.read(write(pickle));
    }

    private Path write(byte[] pickle) throws IOException {
        return Files.write(folder.resolve("value.pkl"), pickle);
    }

    private static void assertWrong(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
}
