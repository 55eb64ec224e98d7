package io.patchrank.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles made to run code, to take memory or to confuse: each is refused with the file named, and none is executed. */
class HostilePickleTest {
    private final Path file;

    HostilePickleTest(@TempDir Path folder) {
        this.file = folder.resolve("hostile.pkl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cos\nsystem\n(S'touch pwned'\ntR.",
                "(S'touch pwned'\nios\nsystem\n.",
                "(cos\nsystem\nS'touch pwned'\no.",
                "cos\nsystem\n(S'touch pwned'\nt\u0081.",
                "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0005touch\u0085R.",
            })
    void commandsAreRefusedByName(String pickle) throws IOException {
        assertRefused(latin(pickle), "os.system");
    }

    @ParameterizedTest
    @CsvSource({
        "builtins, eval",
        "builtins, exec",
        "builtins, getattr",
        "__builtin__, eval",
        "posix, system",
        "subprocess, Popen",
        "torch.hub, load",
        "torch, load",
        "numpy, load",
        "numpy.testing._private.utils, runstring",
        "java.lang, Runtime",
        "decimal, Decimal",
        "copy_reg, _reconstructor",
        "argparse, Namespace",
        "collections, OrderedDict.fromkeys",
    })
    void foreignClassesAreRefusedByName(String module, String name) throws IOException {
        assertRefused(new PickleBytes().proto(2).global(module, name).raw(")R").stop(), module + "." + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "0.",
                "1.",
                "2.",
                "a.",
                "e.",
                "]a.",
                "t.",
                "(.",
                "R.",
                "NR.",
                ")R.",
                "N)R.",
                "]b.",
                "}]b.",
                "s.",
                "}Ns.",
                "}(Nu.",
                "u.",
                "\u0085.",
                "\u0087.",
                "g7\n.",
                "h\u0001.",
                "Q.",
                "NQ.",
                "P7\n.",
                "\u0097.",
                "\u0082\u0001.",
                "\u00ff.",
                "\u0080\u0009N.",
                "\u0093.",
                "NN\u0093.",
                "i\n\n.",
                "Iseven\n.",
                "Fx\n.",
                "L\n.",
                "S'a\n.",
                "V\\u12\n.",
                "V\\q\n.",
                "p0\n.",
                "\u0094.",
                "N",
                "]N\u0090.",
                "\u008f(]\u0090.",
                "}]Ns.",
                "}}Ns.",
                "c_codecs\nencode\n(VA\nVno such\ntR.",
                "cnumpy\ndtype\n(VV8\ntR.",
                "cnumpy\nndarray\n)R.",
                "ctorch\nFloatStorage\n)R.",
                "ctorch\nfloat32\n)R.",
                "ctorch.storage\n_load_from_bytes\n(VA\ntR.",
                "ctorch._utils\n_rebuild_tensor_v2\n(NI0\n))I00\nNtR.",
            })
    void nonsenseIsRefused(String pickle) throws IOException {
        assertRefused(latin(pickle), "");
    }

    @Test
    void lengthsBeyondTheFileTakeNoMemory() throws IOException {
        assertRefused(latin("B\u00ff\u00ff\u00ff\u007f."), "claims a value of 2147483647 bytes");
        assertRefused(latin("X\u00ff\u00ff\u00ff\u00ff."), "claims a value of 4294967295 bytes");
        assertRefused(latin("T\u00ff\u00ff\u00ff\u007f."), "claims a value");
        assertRefused(latin("\u008b\u00ff\u00ff\u00ff\u007f."), "claims a value");
        for (int opcode : new int[] {0x8D, 0x8E, 0x96}) {
            byte[] wide = new PickleBytes().op(opcode).little(1L << 62, 8).stop();
            assertRefused(wide, "claims a value of 4611686018427387904 bytes");
            byte[] negative = new PickleBytes().op(opcode).little(-1, 8).stop();
            assertRefused(negative, "claims a value of 18446744073709551615 bytes");
        }
    }

    @Test
    void listsOfSharedListsStaySmall() throws IOException {
        // 2^60 texts if each list were written out.
        PickleBytes pickle = new PickleBytes().proto(4).text("lol");
        for (int i = 0; i < 60; i++) {
            pickle.raw("2\u0086");
        }
        PickledValue value = read(pickle.stop());
        for (int i = 0; i < 60; i++) {
            value = value.at(1);
        }
        assertThat(value.asText()).isEqualTo("lol");
    }

    @Test
    void listsWithinThemselvesAndInGreatDepthAreHarmless() throws IOException {
        PickledValue own = read(latin("]q\u0000h\u0000a."));
        assertThat(own.at(0).at(0).at(0).kind()).isEqualTo("a list of 1 items");
        assertRefused(latin("]q\u0000h\u0000a}h\u0000Ns."), "no readable pickle");
        assertRefused(latin("]q\u0000h\u0000a\u008f(h\u0000\u0090."), "no readable pickle");
        int depth = 1_000_000;
        byte[] deep = new byte[2 * depth];
        Arrays.fill(deep, 0, depth, (byte) ']');
        Arrays.fill(deep, depth, 2 * depth, (byte) 'a');
        deep[2 * depth - 1] = '.';
        assertThat(read(deep).at(0).at(0).isList()).isTrue();
    }

    @Test
    void textThatIsCopiedAgainAndAgainIsRefused() throws IOException {
        PickleBytes pickle =
                new PickleBytes().proto(2).global("_codecs", "encode").raw("q\u0000(");
        pickle.text("x".repeat(100_000)).text("latin1").raw("tq\u0001");
        for (int i = 0; i < 100_000; i++) {
            pickle.raw("h\u0000h\u0001R");
        }
        assertRefused(pickle.stop(), "unfolds to far more memory");
    }

    @Test
    void endlessWorkIsRefused() throws IOException {
        byte[] steps = new byte[21_000_000];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (byte) (i % 2 == 0 ? 'N' : '0');
        }
        assertRefused(steps, "steps");
        assertRefused(latin("L" + "9".repeat(5_000) + "L\n."), "a number of 5000 digits");
    }

    @Test
    void numpyArraysThatLieAreRefused() throws IOException {
        assertRefused(PickleFileTest.array("f8", "<", false, new byte[8], 2), "claims 16 bytes but has 8");
        assertRefused(PickleFileTest.array("f8", "<", false, new byte[8], -1), "claims -8 bytes but has 8");
        assertRefused(PickleFileTest.array("f8", "<", false, new byte[8], 1L << 40, 1L << 40), "pickle");
        assertRefused(PickleFileTest.array("U0", "<", false, new byte[0], 1L << 40), "unfolds to far more memory");
        assertRefused(PickleFileTest.array("U0", "<", false, new byte[0], 1L << 62), "pickle");
        assertRefused(PickleFileTest.array("M8", "<", false, new byte[8], 1), "numpy.dtype");
        assertRefused(PickleFileTest.array("O8", "|", false, new byte[8], 1), "pickle");
    }

    @Test
    void everyTruncationAndEveryDamagedByteIsTypedOrHarmless() throws IOException {
        byte[] whole = PickleFileTest.array("f4", "<", false, new byte[16], 2, 2);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "");
        }
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                try {
                    read(damaged).doubles();
                } catch (PatchrankException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
                }
            }
        }
    }

    private PickledValue read(byte[] pickle) throws IOException {
        return PickleFile.read(Files.write(file, pickle));
    }

    private void assertRefused(byte[] pickle, String reason) throws IOException {
        Files.write(file, pickle);
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> {
                    PickledValue value = PickleFile.read(file);
                    // An array that is never filled is found out when it is asked for.
                    value.doubles();
                })
                .withMessageContaining(file.toString())
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    private static byte[] latin(String pickle) {
        return pickle.getBytes(StandardCharsets.ISO_8859_1);
    }
}
