"""Mutual nearest neighbours of patches in numpy and torch, that patchrank's re-ranker is measured against.

    python mutual_nn.py make FILE           writes made-up patches
    python mutual_nn.py match FILE ROUNDS   prints one JSON object
    python mutual_nn.py compare PEER.json OURS.json

`match` counts, candidate by candidate, the patches that are each other's nearest and closer than 0.65: one matrix of
similarities, the largest of each row and of each column, and the comparison of both. The patches are normalised
beforehand. Numpy and torch are tried with one thread and with all; the fastest counts. A process has one setting of
numpy's threads, so each is tried in a child.
"""

import json
import os
import subprocess
import sys
import time

CANDIDATES, PATCHES, DIMENSION, THRESHOLD = 100, 300, 384, 0.65


def make(path):
    import torch
    import torch.nn.functional as F
    from safetensors.torch import save_file

    torch.manual_seed(1)
    query = F.normalize(torch.randn(PATCHES, DIMENSION), dim=-1)
    gallery = F.normalize(torch.randn(CANDIDATES, PATCHES, DIMENSION), dim=-1)
    # Every other image shows some patches of the query again, from barely the same to nearly equal.
    for image in range(0, CANDIDATES, 2):
        seen = torch.randperm(PATCHES)[:60]
        noise = torch.linspace(0.3, 1.5, 60)[:, None]
        gallery[image, torch.randperm(PATCHES)[:60]] = F.normalize(query[seen] + noise * gallery[image, :60], dim=-1)
    save_file({"query": query, "gallery": gallery}, path)


def by_numpy(query, gallery):
    import numpy as np

    rows = np.arange(len(query))

    def match():
        counts = []
        for candidate in gallery:
            similarities = query @ candidate.T
            nearest = similarities.argmax(1)
            mutual = similarities.argmax(0)[nearest] == rows
            counts.append(int((mutual & (similarities[rows, nearest] > THRESHOLD)).sum()))
        return counts

    return match


def by_torch(query, gallery):
    import torch

    rows = torch.arange(len(query))
    query, gallery = torch.from_numpy(query), torch.from_numpy(gallery)

    def match():
        counts = []
        for candidate in gallery:
            similarities = query @ candidate.T
            cosine, nearest = similarities.max(1)
            mutual = similarities.argmax(0)[nearest] == rows
            counts.append(int((mutual & (cosine > THRESHOLD)).sum()))
        return counts

    return match


def one(path, rounds, library):
    """Milliseconds and counts of one setting; the threads are set by the environment."""
    import torch
    from safetensors.numpy import load_file

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    tensors = load_file(path)
    match = (by_numpy if library == "numpy" else by_torch)(tensors["query"], tensors["gallery"])
    match()
    best = None
    for _ in range(rounds):
        start = time.perf_counter()
        counts = match()
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
    print(json.dumps({"pairsPerSecond": CANDIDATES / best, "matches": counts}))


def versions():
    import numpy
    import torch

    return {"numpy": numpy.__version__, "PyTorch": torch.__version__}


def match(path, rounds):
    results = []
    for library in ("numpy", "torch"):
        for threads in sorted({1, os.cpu_count()}):
            environment = os.environ | {name: str(threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
            command = [sys.executable, __file__, "one", path, str(rounds), library]
            result = json.loads(subprocess.check_output(command, env=environment))
            results.append(result | {"library": library, "threads": threads})
    best = max(results, key=lambda result: result["pairsPerSecond"])
    settings = f"{best['library']}, {best['threads']} threads"
    # It makes no more of its matches than their number: the same for both cases.
    best["wholePairsPerSecond"] = best["pairsPerSecond"]
    print(json.dumps(best | {"settings": settings, "versions": versions()}))


def compare(peer, ours):
    print(f"{sum(peer['matches'])} and {sum(ours['matches'])} matches in {CANDIDATES} candidates", file=sys.stderr)
    assert sum(peer["matches"]) > CANDIDATES, "the patches must match somewhere"
    assert peer["matches"] == ours["matches"], "both sides must count the same matches"


if __name__ == "__main__":
    match sys.argv[1]:
        case "make":
            make(sys.argv[2])
        case "one":
            one(sys.argv[2], int(sys.argv[3]), sys.argv[4])
        case "match":
            match(sys.argv[2], int(sys.argv[3]))
        case "compare":
            compare(*(json.load(open(f)) for f in sys.argv[2:4]))
