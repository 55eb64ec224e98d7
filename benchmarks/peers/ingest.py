"""The plain Python pipeline that patchrank's ingest is measured against.

cv2 decodes and resizes one photograph after the other, PyTorch runs the same eight DINOv2 blocks in float32 on all
cores, and the GeM descriptor is kept in memory. Nothing is made durable. Prints one JSON object.

    python peer_ingest.py WEIGHTS.safetensors FOLDER
"""

import json
import math
import pathlib
import sys
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

PATCH = 14
LONGEST = 322
GRID = 37
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif"}


class Trunk:
    """DINOv2 ViT-S/14 without its last blocks; names of facebookresearch."""

    def __init__(self, path):
        self.weights = {name: tensor.float() for name, tensor in load_file(path).items()}
        self.dim = self.weights["cls_token"].shape[-1]
        self.heads = self.dim // 64
        self.depth = sum(name.endswith("norm1.weight") for name in self.weights)
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
        return h


def read(path):
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    scale = LONGEST / max(image.shape[:2])
    height, width = (max(1, round(side * scale / PATCH)) * PATCH for side in image.shape[:2])
    image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    pixels = (image[:, :, ::-1].astype(np.float32) / 255 - MEAN) / DEVIATION
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))[None]


def main():
    trunk = Trunk(sys.argv[1])
    files = sorted(p for p in pathlib.Path(sys.argv[2]).rglob("*") if p.suffix.lower() in ENDINGS)
    descriptors = []
    with torch.inference_mode():
        for path in files[:5]:
            trunk(read(path))
        start = time.perf_counter()
        for path in files:
            patches = trunk(read(path))[:, 1:]
            gem = patches.clamp_min(1e-6).pow(3).mean(1).pow(1 / 3)
            descriptors.append(F.normalize(gem).numpy())
        seconds = time.perf_counter() - start
    assert not any(math.isnan(float(d.sum())) for d in descriptors)
    print(json.dumps({
        "images": len(files),
        "seconds": seconds,
        "imagesPerSecond": len(files) / seconds,
        "settings": f"{torch.get_num_threads()} threads, one by one",
        "versions": {"PyTorch": torch.__version__, "cv2": cv2.__version__},
    }))


if __name__ == "__main__":
    main()
