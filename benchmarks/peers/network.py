"""DINOv2 alone in PyTorch, on any device, that our network is measured against.

    python network.py make FOLDER SIZE PIXELS PICTURES      writes made-up weights (S, B or L) and pictures
    python network.py run FOLDER SIZE DEVICE PRECISION BATCH SECONDS
    python network.py compare PEER.json OURS.json

`run` is transformers' Dinov2Model with scaled dot product attention in the given precision; pictures are in host memory,
normalised, and the class tokens come back there. Prints one JSON object, with the share of the device's peak, which is
that of large matrix products measured in the same process.
"""

import json
import sys
import time

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import Dinov2Config, Dinov2Model

SIZES = {"S": (384, 12, 6), "B": (768, 12, 12), "L": (1024, 24, 16)}


def network(size):
    width, depth, heads = SIZES[size]
    torch.manual_seed(1)
    config = Dinov2Config(
        hidden_size=width,
        num_hidden_layers=depth,
        num_attention_heads=heads,
        patch_size=14,
        image_size=518,
        layerscale_value=0.1,
        attn_implementation="sdpa",
    )
    return Dinov2Model(config).eval()


def make(folder, size, pixels, pictures):
    network(size).save_pretrained(folder)
    save_file({"pictures": torch.randn(pictures, 3, pixels, pixels)}, folder + "/pictures.safetensors")


def wait(device):
    if device.startswith("cuda"):
        torch.cuda.synchronize()


def peak(device, dtype):
    """Floating point operations a second."""
    side = 8192 if device.startswith("cuda") else 1024
    a = torch.randn(side, side, device=device, dtype=dtype)
    best = 0
    for _ in range(5):
        wait(device)
        start = time.perf_counter()
        a @ a
        wait(device)
        best = max(best, 2 * side**3 / (time.perf_counter() - start))
    return best


def operations(size, pixels):
    width, depth, _ = SIZES[size]
    tokens = (pixels // 14) ** 2 + 1
    return 2 * tokens * 3 * 14**2 * width + depth * (24 * tokens * width**2 + 4 * tokens**2 * width)


def run(folder, size, device, precision, batch, seconds):
    dtype = getattr(torch, precision)
    model = Dinov2Model.from_pretrained(folder, attn_implementation="sdpa").eval().to(device, dtype)
    pictures = load_file(folder + "/pictures.safetensors")["pictures"][:batch]
    images, took, rounds = 0, 0.0, -2
    with torch.inference_mode():
        while took < seconds:
            start = time.perf_counter()
            tokens = model(pictures.to(device, dtype)).last_hidden_state[:, 0].float().cpu()
            if rounds >= 0:
                took += time.perf_counter() - start
                images += batch
            rounds += 1
        share = images / took * operations(size, pictures.shape[-1]) / peak(device, dtype)
    name = torch.cuda.get_device_name() if device.startswith("cuda") else f"{torch.get_num_threads()} threads"
    print(json.dumps({
        "imagesPerSecond": images / took,
        "token": tokens[0].tolist(),
        "settings": f"{name}, {precision}, batch {batch}, {share:.0%} of the peak of matrix products",
        "versions": {"PyTorch": torch.__version__, "transformers": transformers.__version__},
    }))


def compare(peer, ours):
    a, b = torch.tensor(peer["token"]), torch.tensor(ours["token"])
    cosine = torch.nn.functional.cosine_similarity(a, b, dim=0).item()
    print(f"cosine of the class tokens of both sides: {cosine:.6f}", file=sys.stderr)
    assert cosine > 0.999, "both sides must compute the same"


if __name__ == "__main__":
    match sys.argv[1]:
        case "make":
            make(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
        case "run":
            run(*sys.argv[2:6], int(sys.argv[6]), float(sys.argv[7]))
        case "compare":
            compare(*(json.load(open(f)) for f in sys.argv[2:4]))
