package io.patchrank.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class WeightNamesTest {
    @Test
    void huggingFaceNamesAreTranslatedAndQueryKeyValueJoined() {
        try (StateDict named = translated(
                "dinov2.embeddings.cls_token",
                "dinov2.embeddings.position_embeddings",
                "dinov2.embeddings.register_tokens",
                "dinov2.embeddings.patch_embeddings.projection.weight",
                "dinov2.embeddings.patch_embeddings.projection.bias",
                "dinov2.encoder.layer.11.norm1.weight",
                "dinov2.encoder.layer.11.attention.attention.value.weight",
                "dinov2.encoder.layer.11.attention.attention.query.weight",
                "dinov2.encoder.layer.11.attention.attention.key.weight",
                "dinov2.encoder.layer.11.attention.output.dense.bias",
                "dinov2.encoder.layer.11.layer_scale2.lambda1",
                "dinov2.encoder.layer.11.mlp.weights_in.weight",
                "dinov2.encoder.layer.11.mlp.weights_out.bias",
                "dinov2.encoder.layer.11.mlp.fc1.weight",
                "dinov2.layernorm.bias")) {
            assertThat(named.names())
                    .containsExactlyInAnyOrder(
                            "cls_token",
                            "pos_embed",
                            "register_tokens",
                            "patch_embed.proj.weight",
                            "patch_embed.proj.bias",
                            "blocks.11.norm1.weight",
                            "blocks.11.attn.qkv.weight",
                            "blocks.11.attn.proj.bias",
                            "blocks.11.ls2.gamma",
                            "blocks.11.mlp.w12.weight",
                            "blocks.11.mlp.w3.bias",
                            "blocks.11.mlp.fc1.weight",
                            "norm.bias");
            // Numbered in the order above: value 6, query 7, key 8.
            assertThat(HostArrays.floats(named.get("blocks.11.attn.qkv.weight")))
                    .containsExactly(7, 8, 6);
        }
    }

    @Test
    void namesThatTransformersFiveHasBeforePublishingAreKnownToo() {
        try (StateDict named = translated(
                "embeddings.patch_embeddings.projection.weight",
                "encoder.layer.3.attention.v_proj.bias",
                "encoder.layer.3.attention.q_proj.bias",
                "encoder.layer.3.attention.k_proj.bias",
                "encoder.layer.3.attention.o_proj.weight")) {
            assertThat(named.names())
                    .containsExactlyInAnyOrder(
                            "patch_embed.proj.weight", "blocks.3.attn.qkv.bias", "blocks.3.attn.proj.weight");
            assertThat(HostArrays.floats(named.get("blocks.3.attn.qkv.bias"))).containsExactly(2, 3, 1);
        }
    }

    @Test
    void facebookResearchNamesStayExceptForTheirPrefix() {
        try (StateDict named = translated("backbone.cls_token", "backbone.blocks.0.attn.qkv.bias")) {
            assertThat(named.names()).containsExactly("cls_token", "blocks.0.attn.qkv.bias");
        }
    }

    private static StateDict translated(String... names) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, HostArrays.tensor(new float[] {tensors.size()}, 1));
        }
        try (StateDict source = StateDict.owning("test", tensors)) {
            return WeightNames.toFacebookResearch(source);
        }
    }
}
