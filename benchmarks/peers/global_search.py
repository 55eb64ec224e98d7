"""Peer of global search: faiss IndexFlatIP and IndexHNSWFlat(32), and the descriptors that both sides search.

make FOLDER IMAGES        descriptors.f32, queries.f32 and the exact answer truth.i32 (k = 100)
build FOLDER              hnsw.faiss, and how long it took
check FOLDER              fails when a round of results there has a recall below 0.99
search FOLDER KIND THREADS [EF]
                          KIND flat or hnsw; prints JSON; without EF the smallest of a list with recall >= 0.99 is found

Descriptors are a mixture of Gaussians of low intrinsic dimension, as those of photographs are: one cluster for 40
images (places and things photographed several times), its centre drawn in 64 dimensions of falling variance, its
members spread over 24 directions of the cluster's own choice of 96, with a little noise in all 384; unit vectors. The
queries are drawn afresh from the same clusters.
"""

import json
import os
import pathlib
import resource
import sys
import time

import numpy as np

DIMENSION = 384
K = 100
QUERIES = 1000
A_CLUSTER = 40
RECALL = 0.99
EF = (32, 48, 64, 96, 128, 160, 200, 256, 320, 360, 400, 450, 512, 640, 800, 1000, 1300, 1600, 2000)


def make(folder: pathlib.Path, images: int) -> None:
    import faiss

    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    directions = np.linalg.qr(rng.standard_normal((DIMENSION, DIMENSION)))[0].astype(np.float32)
    scale = (np.arange(1, 65, dtype=np.float32) ** -0.4)[None, :]
    clusters = max(1, images // A_CLUSTER)
    centres = (rng.standard_normal((clusters, 64), dtype=np.float32) * scale) @ directions[:64]
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)

    def draw(count: int) -> np.ndarray:
        cluster = rng.integers(0, clusters, count)
        own = (cluster[:, None] * 37 + np.arange(24)[None, :] * 4 + cluster[:, None] % 4) % 96
        spread = np.zeros((count, 96), dtype=np.float32)
        np.put_along_axis(spread, own, rng.standard_normal((count, 24), dtype=np.float32) * 0.13, axis=1)
        noise = rng.standard_normal((count, DIMENSION), dtype=np.float32) * 0.012
        drawn = centres[cluster] + spread @ directions[32:128] + noise
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    flat = faiss.IndexFlatIP(DIMENSION)
    queries = draw(QUERIES)
    queries.astype("<f4").tofile(folder / "queries.f32")
    best = np.full((QUERIES, K), -2, dtype=np.float32)
    truth = np.full((QUERIES, K), -1, dtype=np.int64)
    with open(folder / "descriptors.f32.new", "wb") as out:
        for start in range(0, images, 100_000):
            part = draw(min(100_000, images - start))
            part.astype("<f4").tofile(out)
            flat.reset()
            flat.add(part)
            similarities, ids = flat.search(queries, min(K, len(part)))
            both = np.concatenate([best, similarities], axis=1)
            places = np.argsort(-both, axis=1, kind="stable")[:, :K]
            best = np.take_along_axis(both, places, axis=1)
            truth = np.take_along_axis(np.concatenate([truth, ids + start], axis=1), places, axis=1)
    truth.astype("<i4").tofile(folder / "truth.i32")
    best.astype("<f4").tofile(folder / "truth.f32")
    os.replace(folder / "descriptors.f32.new", folder / "descriptors.f32")


def vectors(folder: pathlib.Path, name: str) -> np.ndarray:
    return np.memmap(folder / name, dtype="<f4", mode="r").reshape(-1, DIMENSION)


def build(folder: pathlib.Path) -> None:
    import faiss

    before = resident()
    index = faiss.IndexHNSWFlat(DIMENSION, 32, faiss.METRIC_INNER_PRODUCT)
    start = time.monotonic()
    cpu = time.process_time()
    index.add(np.ascontiguousarray(vectors(folder, "descriptors.f32")))
    figures = {"buildSeconds": time.monotonic() - start, "buildCpuSeconds": time.process_time() - cpu}
    faiss.write_index(index, str(folder / "hnsw.faiss"))
    figures["bytes"] = (folder / "hnsw.faiss").stat().st_size
    figures["rssMegabytes"] = resident() - before
    (folder / "hnsw.json").write_text(json.dumps(figures))


def resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def search(folder: pathlib.Path, kind: str, threads: int, ef: int) -> None:
    import faiss

    faiss.omp_set_num_threads(threads)
    queries = np.ascontiguousarray(vectors(folder, "queries.f32"))
    kth = np.fromfile(folder / "truth.f32", dtype="<f4").reshape(-1, K)[:, -1]
    figures = {"threads": threads, "kind": kind}
    if kind == "flat":
        index = faiss.IndexFlatIP(DIMENSION)
        index.add(np.ascontiguousarray(vectors(folder, "descriptors.f32")))
        figures["buildSeconds"] = 0.0
    else:
        index = faiss.read_index(str(folder / "hnsw.faiss"))
        figures |= json.loads((folder / "hnsw.json").read_text())
        figures["ef"] = ef or smallest(index, queries, kth)
        index.hnsw.efSearch = figures["ef"]
    similarities, _ = index.search(queries, K)
    figures["recall"] = recall(similarities, kth)

    # A service gets queries one by one; with several threads faiss spreads a batch over them, one query a thread.
    at_once = 1 if threads == 1 else 4 * threads
    figures["queriesPerSecond"] = rate(index, queries, at_once)
    # And what it reaches when all queries are known beforehand.
    figures["batchQueriesPerSecond"] = rate(index, queries, len(queries))
    figures["rssMegabytes"] = resident()
    figures["settings"] = (
        f"{threads} thread(s)"
        + (f", efSearch {figures['ef']}" if kind == "hnsw" else "")
        + f", recall {figures['recall']:.3f}, all {len(queries)} queries in one call"
        + f" {figures['batchQueriesPerSecond']:.0f} queries/s; built in {figures['buildSeconds']:.0f} s"
    )
    figures["versions"] = {"faiss": faiss.__version__}
    print(json.dumps(figures))


def smallest(index, queries: np.ndarray, kth: np.ndarray) -> int:
    for ef in EF:
        index.hnsw.efSearch = ef
        if recall(index.search(queries, K)[0], kth) >= RECALL:
            return ef
    raise SystemExit("no efSearch of the list reaches the recall")


def recall(similarities: np.ndarray, kth: np.ndarray) -> float:
    """Equal similarities are as good as each other; two kernels differ in the last bits."""
    return float((similarities >= kth[:, None] - 1e-6).mean())


def rate(index, queries: np.ndarray, at_once: int, seconds: float = 4.0) -> float:
    done = 0
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        first = done % len(queries)
        batch = queries[first : first + at_once]
        index.search(batch, K)
        done += len(batch)
    return done / (time.monotonic() - start)


def check(folder: pathlib.Path) -> None:
    """Both sides found enough in every round."""
    for file in sorted(folder.glob("*.[0-9]*.json")):
        found = json.loads(file.read_text())["recall"]
        if found < RECALL:
            raise SystemExit(f"{file.name}: recall {found}, below {RECALL}")


if __name__ == "__main__":
    command, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    if command == "make":
        make(folder, int(sys.argv[3]))
    elif command == "build":
        build(folder)
    elif command == "check":
        check(folder)
    else:
        search(folder, sys.argv[3], int(sys.argv[4]), int(sys.argv[5]) if len(sys.argv) > 5 else 0)
