"""Python loops that patchrank's ingest of a folder of photographs is measured against. cv2 decodes and resizes one
photograph after the other, PyTorch runs DINOv2 ViT-S/14 in float32. Prints one JSON object.

stored: the seven blocks that the default descriptors need. The 256 patches of strongest CLS attention go into an HDF5
file as float16 (h5py), the GeM descriptor into an exact index (faiss). It ends when both files are closed and fsynced.
plain: all eight blocks of the embedded trunk; what they give is thrown away.

    python ingest.py stored|plain WEIGHTS.safetensors FOLDER OUT
"""

import json
import math
import os
import pathlib
import sys
import time

import cv2
import faiss
import h5py
import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

PATCH = 14
LONGEST = 322
GRID = 37
DEPTH = {"stored": 7, "plain": 8}
SETTINGS = {"stored": "seven blocks, h5py and faiss IndexFlatIP", "plain": "eight blocks, nothing stored"}
TOP_K = 256
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif"}


class Trunk:
    """DINOv2 ViT-S/14 up to the block that is described; names of facebookresearch."""

    def __init__(self, path, depth):
        self.depth = depth
        self.weights = {name: tensor.float() for name, tensor in load_file(path).items()}
        self.dim = self.weights["cls_token"].shape[-1]
        self.heads = self.dim // 64
        self.positions = {}

    def position(self, height, width):
        if (height, width) not in self.positions:
            embedded = self.weights["pos_embed"]
            grid = embedded[:, 1:].reshape(1, GRID, GRID, self.dim).permute(0, 3, 1, 2)
            scale = ((height + 0.1) / GRID, (width + 0.1) / GRID)
            grid = F.interpolate(grid, scale_factor=scale, mode="bicubic")
            flat = grid.permute(0, 2, 3, 1).reshape(1, -1, self.dim)
            self.positions[height, width] = torch.cat([embedded[:, :1], flat], 1)
        return self.positions[height, width]

    def __call__(self, x):
        """Tokens after the last block, and the attention of CLS to the patches in it."""
        w = self.weights
        height, width = x.shape[2] // PATCH, x.shape[3] // PATCH
        h = F.conv2d(x, w["patch_embed.proj.weight"], w["patch_embed.proj.bias"], stride=PATCH)
        h = torch.cat([w["cls_token"], h.flatten(2).transpose(1, 2)], 1) + self.position(height, width)
        for i in range(self.depth):
            b = f"blocks.{i}."
            y = F.layer_norm(h, (self.dim,), w[b + "norm1.weight"], w[b + "norm1.bias"], 1e-6)
            qkv = F.linear(y, w[b + "attn.qkv.weight"], w[b + "attn.qkv.bias"])
            q, k, v = qkv.reshape(1, -1, 3, self.heads, 64).permute(2, 0, 3, 1, 4)
            y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(1, -1, self.dim)
            h = h + w[b + "ls1.gamma"] * F.linear(y, w[b + "attn.proj.weight"], w[b + "attn.proj.bias"])
            y = F.layer_norm(h, (self.dim,), w[b + "norm2.weight"], w[b + "norm2.bias"], 1e-6)
            y = F.gelu(F.linear(y, w[b + "mlp.fc1.weight"], w[b + "mlp.fc1.bias"]))
            h = h + w[b + "ls2.gamma"] * F.linear(y, w[b + "mlp.fc2.weight"], w[b + "mlp.fc2.bias"])
        attention = ((q[:, :, :1] @ k.transpose(-1, -2)) * 64**-0.5).softmax(-1)[0, :, 0, 1:].mean(0)
        return h, attention


def read(path):
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    scale = LONGEST / max(image.shape[:2])
    height, width = (max(1, round(side * scale / PATCH)) * PATCH for side in image.shape[:2])
    image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    pixels = (image[:, :, ::-1].astype(np.float32) / 255 - MEAN) / DEVIATION
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))[None]


def forced(path):
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def ingest(trunk, files, out):
    index = None
    with h5py.File(out / "local.hdf5", "w") as store:
        locals_ = store.create_dataset("features", (len(files), TOP_K, 1 + trunk.dim), np.float16)
        for row, path in enumerate(files):
            tokens, attention = trunk(read(path))
            patches = tokens[:, 1:]
            gem = F.normalize(patches.clamp_min(1e-6).pow(3).mean(1).pow(1 / 3)).numpy()
            if index is None:
                index = faiss.IndexFlatIP(gem.shape[1])
            index.add(gem)
            weight, kept = attention.topk(min(TOP_K, len(attention)))
            described = torch.cat([weight[:, None], F.normalize(patches[0, kept], dim=-1)], 1)
            locals_[row, : len(kept)] = described.numpy().astype(np.float16)
    faiss.write_index(index, str(out / "global.faiss"))
    forced(out / "local.hdf5")
    forced(out / "global.faiss")
    assert index.ntotal == len(files)


def extract(trunk, files, out):
    for path in files:
        trunk(read(path))


def main():
    kind, weights, folder = sys.argv[1:4]
    trunk = Trunk(weights, DEPTH[kind])
    files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix.lower() in ENDINGS)
    out = pathlib.Path(sys.argv[4])
    out.mkdir(parents=True, exist_ok=True)
    work = ingest if kind == "stored" else extract
    cores = len(os.sched_getaffinity(0))
    with torch.inference_mode():
        quickest, threads = math.inf, 1
        for count in sorted({1, cores}):
            torch.set_num_threads(count)
            work(trunk, files[:4], out)
            start = time.perf_counter()
            work(trunk, files[:12], out)
            took = time.perf_counter() - start
            if took < quickest:
                quickest, threads = took, count
        torch.set_num_threads(threads)
        start = time.perf_counter()
        work(trunk, files, out)
        seconds = time.perf_counter() - start
    print(json.dumps({
        "images": len(files),
        "seconds": seconds,
        "imagesPerSecond": len(files) / seconds,
        "settings": f"{threads} threads, one by one, {SETTINGS[kind]}",
        "versions": {"PyTorch": torch.__version__, "cv2": cv2.__version__, "h5py": h5py.__version__,
                     "faiss": faiss.__version__},
    }))


if __name__ == "__main__":
    main()
