package io.patchrank.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Names of DINOv2's weights. Networks here use those of facebookresearch/dinov2; the same weights as published on
 * Hugging Face ({@code Dinov2Model}, {@code Dinov2WithRegistersModel}) are renamed, and their separate query, key and
 * value matrices joined to one.
 */
public final class WeightNames {
    private static final List<String> PREFIXES =
            List.of("module.", "model.", "teacher.", "backbone.", "dinov2.", "dinov2_with_registers.");
    private static final String HUGGING_FACE_MARK = "embeddings.patch_embeddings.projection.weight";
    private static final Pattern LAYER = Pattern.compile("encoder\\.layer\\.(\\d+)\\.(.+)");
    /** A state dict of transformers 5, which the library renames when it publishes a model. */
    private static final Map<String, String> UNPUBLISHED = Map.of(
            ".attention.q_proj.", ".attention.attention.query.",
            ".attention.k_proj.", ".attention.attention.key.",
            ".attention.v_proj.", ".attention.attention.value.",
            ".attention.o_proj.", ".attention.output.dense.");

    private static final List<String> QKV = List.of("query", "key", "value");

    private static final Map<String, String> OUTSIDE = Map.of(
            "embeddings.cls_token", "cls_token",
            "embeddings.mask_token", "mask_token",
            "embeddings.position_embeddings", "pos_embed",
            "embeddings.register_tokens", "register_tokens",
            "embeddings.patch_embeddings.projection.weight", "patch_embed.proj.weight",
            "embeddings.patch_embeddings.projection.bias", "patch_embed.proj.bias",
            "layernorm.weight", "norm.weight",
            "layernorm.bias", "norm.bias");

    private static final Map<String, String> INSIDE = Map.of(
            "attention.output.dense", "attn.proj",
            "mlp.fc1", "mlp.fc1",
            "mlp.fc2", "mlp.fc2",
            "mlp.weights_in", "mlp.w12",
            "mlp.weights_out", "mlp.w3",
            "norm1", "norm1",
            "norm2", "norm2",
            "layer_scale1.lambda1", "ls1.gamma",
            "layer_scale2.lambda1", "ls2.gamma");

    private WeightNames() {}

    /** Whether these are Hugging Face's names, with or without a prefix. */
    public static boolean isHuggingFace(StateDict weights) {
        return weights.names().stream().anyMatch(name -> withoutPrefix(name).equals(HUGGING_FACE_MARK));
    }

    /**
     * The weights under facebookresearch names, without prefixes; what is not known keeps its name. Nothing is copied
     * but the joined query, key and value matrices, so the result is valid as long as {@code weights} is.
     */
    public static StateDict toFacebookResearch(StateDict weights) {
        return NativeScope.compute(weights.subject(), () -> {
            Map<String, Tensor> plain = new LinkedHashMap<>();
            weights.tensors().forEach((name, tensor) -> plain.put(published(withoutPrefix(name)), tensor));
            Map<String, Tensor> renamed = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> entry : plain.entrySet()) {
                String name = entry.getKey();
                Matcher layer = LAYER.matcher(name);
                if (layer.matches()) {
                    putLayer(plain, renamed, "blocks." + layer.group(1) + ".", layer.group(2), entry);
                } else {
                    renamed.put(OUTSIDE.getOrDefault(name, name), shared(entry.getValue()));
                }
            }
            return StateDict.owning(weights.subject(), renamed);
        });
    }

    private static void putLayer(
            Map<String, Tensor> plain,
            Map<String, Tensor> renamed,
            String block,
            String inside,
            Map.Entry<String, Tensor> entry) {
        if (inside.startsWith("attention.attention.")) {
            if (inside.startsWith("attention.attention.query.")) {
                String kind = inside.substring(inside.lastIndexOf('.') + 1);
                joined(plain, entry.getKey())
                        .ifPresent(qkv -> renamed.put(block + "attn.qkv." + kind, NativeScope.keep(qkv)));
            }
            return;
        }
        int dot = Math.max(inside.lastIndexOf('.'), 0);
        String stem = inside.substring(0, dot);
        String known = INSIDE.containsKey(inside)
                ? INSIDE.get(inside)
                : INSIDE.getOrDefault(stem, stem) + inside.substring(dot);
        renamed.put(block + known, shared(entry.getValue()));
    }

    /** Empty when the file lacks one of the three: the network then names the joined tensor as missing. */
    private static Optional<Tensor> joined(Map<String, Tensor> plain, String queryName) {
        TensorVector parts = new TensorVector();
        for (String part : QKV) {
            Tensor tensor = plain.get(queryName.replace(".query.", "." + part + "."));
            if (tensor == null) {
                return Optional.empty();
            }
            parts.push_back(tensor);
        }
        return Optional.of(torch.cat(parts, 0));
    }

    private static Tensor shared(Tensor tensor) {
        return NativeScope.keep(new Tensor(tensor));
    }

    private static String published(String name) {
        for (Map.Entry<String, String> entry : UNPUBLISHED.entrySet()) {
            if (name.contains(entry.getKey())) {
                return name.replace(entry.getKey(), entry.getValue());
            }
        }
        return name;
    }

    private static String withoutPrefix(String name) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return withoutPrefix(name.substring(prefix.length()));
            }
        }
        return name;
    }
}
