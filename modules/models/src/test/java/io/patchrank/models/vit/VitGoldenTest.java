package io.patchrank.models.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.SafetensorsFile;
import io.patchrank.torch.StateDict;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parity with facebookresearch/dinov2, tolerances of the golden manifest. Golden names count blocks from 0. */
class VitGoldenTest {
    private static final float TOKENS = 2e-4f;
    private static final float ATTENTION = 2e-5f;
    private static final float VALUES = 1e-4f;
    private static final float TINY = 5e-5f;

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c"})
    void vitSmallAgreesWithTheReference(String photo) {
        GoldenTensors golden = golden("golden/dinov2/vits14_" + photo + ".safetensors");
        BlockFacet attention7 = new BlockFacet(8, Facet.ATTENTION);
        BlockFacet value9 = new BlockFacet(10, Facet.VALUE);
        BlockFacet attention11 = new BlockFacet(12, Facet.ATTENTION);
        BlockFacet output11 = new BlockFacet(12, Facet.ATTENTION_OUTPUT);
        BlockFacet normed = new BlockFacet(12, Facet.NORMALISED);
        Set<BlockFacet> wanted = Set.of(
                BlockFacet.token(8),
                BlockFacet.token(9),
                BlockFacet.token(12),
                attention7,
                value9,
                attention11,
                output11,
                normed);
        try (VisionTransformer network = load("models/dinov2_vits14_imgfocus_f16.safetensors", VitOptions.onCpu());
                Tensor x = input(golden, "x");
                VitOutputs outputs = network.forward(x, wanted)) {
            assertThat(network.depth()).isEqualTo(12);
            assertClose(outputs.get(BlockFacet.token(8)), golden, "block7_tokens", TOKENS);
            assertClose(outputs.get(BlockFacet.token(9)), golden, "block8_tokens", TOKENS);
            assertClose(outputs.get(value9), golden, "block9_value", VALUES);
            assertClose(outputs.get(output11), golden, "block11_attn_out", VALUES);
            NativeScope.compute("test", () -> {
                assertClose(outputs.clsAttention(8), golden, "block7_cls_attn", ATTENTION);
                assertClose(outputs.clsAttention(12), golden, "cls_attn", ATTENTION);
                assertClose(outputs.cls(normed), golden, "x_norm_clstoken", TOKENS);
                assertClose(outputs.patches(normed), golden, "x_norm_patchtokens", TOKENS);
                return true;
            });
            if (golden.names().contains("x_prenorm")) {
                assertClose(outputs.get(BlockFacet.token(12)), golden, "x_prenorm", TOKENS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reg_mlp", "reg_swiglu", "reg_smallgrid_antialias", "noreg_offset"})
    void tinyNetworksAgreeWithTheReference(String variant) {
        GoldenTensors golden = golden("golden/dinov2_tiny/" + variant + "_io.safetensors");
        List<String> sizes = golden.names().stream()
                .filter(name -> name.endsWith(".x"))
                .map(name -> name.substring(0, name.indexOf('.')))
                .sorted()
                .toList();
        assertThat(sizes).isNotEmpty();
        BlockFacet normed = new BlockFacet(2, Facet.NORMALISED);
        BlockFacet first = new BlockFacet(1, Facet.NORMALISED);
        Set<BlockFacet> wanted = Set.of(BlockFacet.token(0), BlockFacet.token(1), BlockFacet.token(2), first, normed);
        String weights = "golden/dinov2_tiny/" + variant + "_weights.safetensors";
        try (VisionTransformer network = load(weights, VitOptions.onCpu().withHeads(2))) {
            for (String size : sizes) {
                try (Tensor x = input(golden, size + ".x");
                        VitOutputs outputs = network.forward(x, wanted)) {
                    assertClose(outputs.get(BlockFacet.token(0)), golden, size + ".tokens_in", TINY);
                    assertClose(outputs.get(BlockFacet.token(1)), golden, size + ".block0", TINY);
                    assertClose(outputs.get(BlockFacet.token(2)), golden, size + ".block1", TINY);
                    assertClose(outputs.get(BlockFacet.token(2)), golden, size + ".x_prenorm", TINY);
                    NativeScope.compute("test", () -> {
                        assertClose(outputs.cls(normed), golden, size + ".x_norm_clstoken", TINY);
                        assertClose(outputs.patches(normed), golden, size + ".x_norm_patchtokens", TINY);
                        assertClose(outputs.cls(first), golden, size + ".intermediate0_cls", TINY);
                        Tensor reshaped = outputs.patches(first).transpose(1, 2);
                        assertClose(reshaped, golden, size + ".intermediate0_reshaped", TINY);
                        if (network.registers() > 0) {
                            Tensor registers = outputs.get(normed).narrow(1, 1, network.registers());
                            assertClose(registers, golden, size + ".x_norm_regtokens", TINY);
                        }
                        return true;
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reg_mlp", "reg_swiglu", "reg_smallgrid_antialias", "noreg_offset"})
    void positionsAgreeWithTheReference(String variant) {
        GoldenTensors golden = golden("golden/dinov2_tiny/" + variant + "_io.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(
                        SharedFiles.require("golden/dinov2_tiny/" + variant + "_weights.safetensors"));
                StateDict weights = StateDict.viewOf(file);
                PositionEmbedding positions = new PositionEmbedding(
                        weights,
                        (int) weights.get("cls_token").size(2),
                        PositionRule.of(weights),
                        ComputeDevice.CPU,
                        ScalarType.Float)) {
            golden.names().stream().filter(name -> name.endsWith(".x")).forEach(name -> {
                int[] shape = golden.shape(name);
                String size = name.substring(0, name.indexOf('.'));
                try (Tensor embedding = positions.forGrid(new PatchGrid(shape[2] / 14, shape[3] / 14))) {
                    assertClose(embedding, golden, size + ".pos_embed_interp", TINY);
                }
            });
        }
    }

    private static GoldenTensors golden(String file) {
        return GoldenTensors.read(SharedFiles.require(file));
    }

    static VisionTransformer load(String file, VitOptions options) {
        try (SafetensorsFile opened = SafetensorsFile.open(SharedFiles.require(file));
                StateDict weights = StateDict.viewOf(opened)) {
            return VisionTransformer.load(weights, options);
        }
    }

    private static Tensor input(GoldenTensors golden, String name) {
        long[] shape = Arrays.stream(golden.shape(name)).asLongStream().toArray();
        return HostArrays.tensor(golden.floats(name), shape);
    }

    private static void assertClose(Tensor actual, GoldenTensors golden, String name, float tolerance) {
        float[] expected = golden.floats(name);
        float[] values = HostArrays.floats(actual);
        assertThat(values).as(name).hasSameSizeAs(expected);
        float worst = 0;
        for (int i = 0; i < values.length; i++) {
            worst = Math.max(worst, Math.abs(values[i] - expected[i]));
            assertThat(values[i]).as(name).isFinite();
        }
        assertThat(worst).as("largest difference of " + name).isCloseTo(0, within(tolerance));
    }
}
