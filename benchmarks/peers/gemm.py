"""Speed of PyTorch's matrix products, GFLOP/s (int8: billions of multiplications and additions a second).

    python gemm.py THREADS

For each type the best of some rounds: the layer from 384 to 1536 over 392 tokens (ViT-S at 322 x 238), and a product of
1024 x 1024. int8 is the dynamically quantised linear layer with its quantisation of the input. Also the memory bandwidth
of a large sum, GB/s. Prints one JSON object.
"""

import json
import sys
import time

import torch

SHAPES = {"layer": (392, 384, 1536), "square": (1024, 1024, 1024)}
ROUNDS = 12
LARGE = 1 << 27


def best(work):
    work()
    quickest = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        quickest = min(quickest, time.perf_counter() - start)
    return quickest


def main():
    threads = int(sys.argv[1])
    torch.set_num_threads(threads)
    measured = {}
    with torch.inference_mode():
        for shape, (m, k, n) in SHAPES.items():
            x, linear = torch.randn(m, k), torch.nn.Linear(k, n)
            quantised = torch.ao.quantization.quantize_dynamic(torch.nn.Sequential(linear), {torch.nn.Linear})
            half, x_half = torch.nn.Linear(k, n, dtype=torch.bfloat16), x.bfloat16()
            for kind, work in (("float32", lambda: linear(x)), ("bfloat16", lambda: half(x_half)), ("int8", lambda: quantised(x))):
                measured[f"{kind}, {shape}"] = 2 * m * k * n / best(work) / 1e9
        large = torch.ones(LARGE)
        measured["memory"] = 4 * LARGE / best(lambda: large.sum()) / 1e9
    print(json.dumps(measured | {
        "settings": f"{threads} threads", "versions": {"PyTorch": torch.__version__}}))


if __name__ == "__main__":
    main()
