"""Hugging Face transformers' Dinov2Model and cv2, that patchrank's extraction is measured against.

    python extraction.py weights FILE                                   random weights of ViT-S/14, facebookresearch names
    python extraction.py calibrate WEIGHTS TYPE PHOTOGRAPHS             prints the best settings as JSON
    python extraction.py run WEIGHTS TYPE PHOTOGRAPHS SETTINGS OUT      one round
    python extraction.py compare OURS PEER COSINE                       fails below that cosine

PHOTOGRAPHS is a file with one path a line, TYPE float32 or bfloat16. Threads, batch (photographs of one size together)
and implementation of attention are tried once, each on the first photographs; the best count. Nothing is downloaded.
"""

import itertools
import json
import os
import struct
import sys
import time

import cv2
import numpy as np
import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import Dinov2Config, Dinov2Model

DIM, HEADS, DEPTH, PATCH, GRID, TOP_K, LONGEST = 384, 6, 12, 14, 37, 256, 322
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
CALIBRATED_ON = 16
RENAMED = {
    "attn.proj": "attention.o_proj", "mlp.fc1": "mlp.fc1", "mlp.fc2": "mlp.fc2",
    "norm1": "norm1", "norm2": "norm2", "ls1.gamma": "layer_scale1.lambda1", "ls2.gamma": "layer_scale2.lambda1",
}


def random_weights(path):
    torch.manual_seed(1)
    shapes = {
        "cls_token": (1, 1, DIM), "pos_embed": (1, 1 + GRID * GRID, DIM),
        "patch_embed.proj.weight": (DIM, 3, PATCH, PATCH), "patch_embed.proj.bias": (DIM,),
        "norm.weight": (DIM,), "norm.bias": (DIM,),
    }
    for block in (f"blocks.{i}." for i in range(DEPTH)):
        for layer, out, inside in (("attn.qkv", 3 * DIM, DIM), ("attn.proj", DIM, DIM), ("mlp.fc1", 4 * DIM, DIM),
                                   ("mlp.fc2", DIM, 4 * DIM)):
            shapes |= {f"{block}{layer}.weight": (out, inside), f"{block}{layer}.bias": (out,)}
        for norm in ("norm1", "norm2"):
            shapes |= {f"{block}{norm}.weight": (DIM,), f"{block}{norm}.bias": (DIM,)}
        shapes |= {f"{block}ls1.gamma": (DIM,), f"{block}ls2.gamma": (DIM,)}
    weights = {}
    for name, shape in shapes.items():
        value = torch.randn(shape)
        if "norm" in name and name.endswith("weight") or name.endswith("gamma"):
            value = 1 + 0.1 * value
        elif len(shape) == 2 or len(shape) == 4:
            value = value * value[0].numel() ** -0.5
        elif name.endswith("bias"):
            value = 0.1 * value
        weights[name] = value
    save_file(weights, path)


def hugging_face(weights):
    """facebookresearch names to those of Dinov2Model in transformers 5."""
    named = {
        "embeddings.cls_token": weights["cls_token"],
        "embeddings.mask_token": torch.zeros(1, DIM),
        "embeddings.position_embeddings": weights["pos_embed"],
        "embeddings.patch_embeddings.projection.weight": weights["patch_embed.proj.weight"],
        "embeddings.patch_embeddings.projection.bias": weights["patch_embed.proj.bias"],
        "layernorm.weight": weights["norm.weight"],
        "layernorm.bias": weights["norm.bias"],
    }
    for name, value in weights.items():
        if not name.startswith("blocks."):
            continue
        _, i, rest = name.split(".", 2)
        layer = f"encoder.layer.{i}."
        if rest.startswith("attn.qkv"):
            for part, piece in zip("qkv", value.chunk(3)):
                named[f"{layer}attention.{part}_proj.{rest.rsplit('.', 1)[1]}"] = piece
        else:
            old = next(old for old in RENAMED if rest.startswith(old))
            named[layer + RENAMED[old] + rest[len(old):]] = value
    return named


class Extractor:
    def __init__(self, path, dtype, attention):
        config = Dinov2Config(hidden_size=DIM, num_hidden_layers=DEPTH, num_attention_heads=HEADS, image_size=GRID * PATCH,
                              patch_size=PATCH, attn_implementation=attention)
        self.model = Dinov2Model(config).eval()
        weights = {name: value.float() for name, value in load_file(path).items()}
        known = self.model.state_dict()
        missing = self.model.load_state_dict({n: v for n, v in hugging_face(weights).items() if n in known}, strict=False)
        assert all("mask_token" in name for name in missing.missing_keys), missing
        self.model.to(dtype)
        self.dtype = dtype
        # CLS attention of the last block without its whole matrix: queries and keys as they pass.
        self.seen = {}
        last = self.model.encoder.layer[-1].attention
        for name, module in (("query", last.q_proj), ("key", last.k_proj)):
            module.register_forward_hook(lambda _, __, out, name=name: self.seen.__setitem__(name, out))

    @torch.inference_mode()
    def __call__(self, pictures):
        """Of each photograph: global [D], numbers of the patches kept, their descriptors."""
        tokens = self.model(pixel_values=torch.stack(pictures).to(self.dtype)).last_hidden_state.float()
        query, key = (self.seen[n].float().unflatten(-1, (HEADS, -1)).transpose(1, 2) for n in ("query", "key"))
        weight = ((query[:, :, :1] @ key.transpose(-1, -2)) * (DIM // HEADS) ** -0.5).softmax(-1)[:, :, 0, 1:].mean(1)
        kept = torch.sort(weight, dim=1, descending=True, stable=True).indices[:, :TOP_K]
        normalise = torch.nn.functional.normalize
        return [(normalise(t[0], dim=0).numpy(), k.numpy(), normalise(t[1:][k], dim=-1).numpy()) for t, k in zip(tokens, kept)]


def factor(side, scale):
    return scale / ((scale * side / PATCH) / max(round(scale * side / PATCH), 1))


def read(path):
    image = cv2.imread(path, cv2.IMREAD_COLOR)
    scale = LONGEST / max(image.shape[:2])
    fy, fx = (factor(side, scale) for side in image.shape[:2])
    area = cv2.INTER_AREA if fx < 1 or fy < 1 else cv2.INTER_LINEAR
    image = cv2.resize(image, (0, 0), fx=fx, fy=fy, interpolation=area)
    pixels = (image[:, :, ::-1].astype(np.float32) / 255 - MEAN) / DEVIATION
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))


def extract(extractor, photographs, batch):
    """Photographs of one size wait for each other, so that a batch is full wherever it can be."""
    found, waiting = {}, {}

    def flush(shape):
        rows = waiting.pop(shape)
        found.update(zip((i for i, _ in rows), extractor([p for _, p in rows])))

    for i, path in enumerate(photographs):
        picture = read(path)
        waiting.setdefault(picture.shape, []).append((i, picture))
        if len(waiting[picture.shape]) == batch:
            flush(picture.shape)
    for shape in list(waiting):
        flush(shape)
    return [found[i] for i in range(len(photographs))]


def timed(extractor, photographs, settings):
    torch.set_num_threads(settings["threads"])
    cv2.setNumThreads(settings["threads"])
    extract(extractor, photographs[: settings["batch"]], settings["batch"])
    start = time.perf_counter()
    features = extract(extractor, photographs, settings["batch"])
    return features, time.perf_counter() - start


def calibrate(weights, dtype, photographs):
    some = photographs[: CALIBRATED_ON if dtype == torch.float32 else CALIBRATED_ON // 4]
    cores = len(os.sched_getaffinity(0))
    best, quickest = None, float("inf")
    for attention in ("sdpa", "eager"):
        extractor = Extractor(weights, dtype, attention)
        for threads, batch in itertools.product(sorted({1, cores}), (1, 4)):
            settings = {"attention": attention, "threads": threads, "batch": batch}
            seconds = timed(extractor, some, settings)[1]
            print(settings, f"{len(some) / seconds:.2f} images/s", file=sys.stderr)
            if seconds < quickest:
                best, quickest = settings, seconds
    print(json.dumps(best))


def run(weights, kind, photographs, settings, out):
    extractor = Extractor(weights, getattr(torch, kind), settings["attention"])
    features, seconds = timed(extractor, photographs, settings)
    with open(out, "wb") as file:
        for descriptor, kept, values in features:
            file.write(struct.pack(">i", len(kept)) + descriptor.astype(">f4").tobytes())
            file.write(kept.astype(">i4").tobytes() + values.astype(">f4").tobytes())
    print(json.dumps({
        "images": len(photographs),
        "seconds": seconds,
        "imagesPerSecond": len(photographs) / seconds,
        "settings": f"{settings['threads']} threads, batch {settings['batch']}, {settings['attention']}, {kind}",
        "versions": {"PyTorch": torch.__version__, "transformers": transformers.__version__, "cv2": cv2.__version__},
    }))


def written(path):
    data, at = open(path, "rb").read(), 0
    while at < len(data):
        n = int.from_bytes(data[at : at + 4], "big")
        floats = lambda start, count: np.frombuffer(data, ">f4", count, start)
        kept = np.frombuffer(data, ">i4", n, at + 4 + 4 * DIM)
        yield floats(at + 4, DIM), kept, floats(at + 4 + 4 * DIM + 4 * n, n * DIM).reshape(n, DIM)
        at += 4 + 4 * DIM + 4 * n + 4 * n * DIM


def compare(ours, peer, least):
    globals_, locals_, differences, shared, count = [], [], [], 0, 0
    for (g, kept, values), (h, other, others) in zip(written(ours), written(peer), strict=True):
        globals_.append(float(g @ h))
        _, a, b = np.intersect1d(kept, other, return_indices=True)
        locals_.append((values[a] * others[b]).sum(1))
        differences.append(np.abs(values[a] - others[b]).max())
        shared, count = shared + len(a), count + max(len(kept), len(other))
    locals_ = np.concatenate(locals_)
    print(f"{len(globals_)} photographs: cosine of global descriptors at least {min(globals_):.6f}, of local ones "
          f"{locals_.min():.6f} (mean {locals_.mean():.6f}), largest difference {max(differences):.1e}; "
          f"{shared / count:.1%} of the patches kept are the same", file=sys.stderr)
    assert min(globals_) >= least and locals_.mean() >= least, "both sides must compute the same"


def lines(path):
    return open(path).read().splitlines()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["weights", file]:
            random_weights(file)
        case ["calibrate", weights, kind, photographs]:
            calibrate(weights, getattr(torch, kind), lines(photographs))
        case ["run", weights, kind, photographs, settings, out]:
            run(weights, kind, lines(photographs), json.load(open(settings)), out)
        case ["compare", ours, peer, least]:
            compare(ours, peer, float(least))
        case _:
            raise SystemExit(__doc__)
