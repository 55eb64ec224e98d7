"""Reading local descriptors by h5py as AMES does, that patchrank's storage is measured against.

    python reading.py sets IMAGES COUNT FILE               writes COUNT random sets of 100 images
    python reading.py pack SHARDS FILE [TYPE]              packs the shards of a storage into one file of AMES' format
    python reading.py evict PATH...                        drops files (of folders) from the page cache
    python reading.py read FILE SETS PATCHES UNMEASURED    prints one JSON object
    python reading.py compare PEER.json OURS.json

`read` takes each set from a sorted, unique list of rows in one go, puts it into the order that was asked for, parts
descriptors from mask, and gives float32, as AMES' dataset does. The first pass over the sets is cold where `evict` came
before, the second finds all pages in memory. TYPE is float16, as the storage keeps it, or float32, as AMES writes it.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

import h5py
import numpy as np

SHORTLIST = 100


def sets(images, count, path):
    random = np.random.default_rng(1)
    drawn = [random.choice(images, SHORTLIST, replace=False).tolist() for _ in range(count)]
    Path(path).write_text("\n".join(" ".join(map(str, one)) for one in drawn) + "\n")


def pack(shards, path, kind="float16"):
    files = sorted(Path(shards).glob("**/*.hdf5"))
    parts = [h5py.File(file)["features"].shape for file in files]
    with h5py.File(path, "w") as target:
        rows = sum(shape[0] for shape in parts)
        features = target.create_dataset("features", shape=(rows, *parts[0][1:]), dtype=kind)
        row = 0
        for file in files:
            source = h5py.File(file)["features"]
            for start in range(0, len(source), 100):
                block = source[start : start + 100]
                features[row : row + len(block)] = block
                row += len(block)
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)  # only clean pages can be evicted
    os.close(descriptor)


def evict(paths):
    for path in map(Path, paths):
        for file in [path] if path.is_file() else path.rglob("*"):
            if file.is_file():
                descriptor = os.open(file, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


def shortlist(path, rows, patches):
    import torch

    order = np.sort(np.unique(rows)).tolist()
    with h5py.File(path, "r") as file:
        read = file["features"][order, :patches]
    read = torch.from_numpy(read[[order.index(row) for row in rows]])
    return read[..., 5:].float(), read[..., 3].bool()


def read(path, file_of_sets, patches, unmeasured):
    wanted = [[int(row) for row in line.split()] for line in Path(file_of_sets).read_text().splitlines()]
    passes, sums = [], []
    for _ in range(2):
        times = []
        for rows in wanted:
            start = time.perf_counter()
            values, padding = shortlist(path, rows, patches)
            times.append((time.perf_counter() - start) * 1000)
            sums.append(float(values.double().sum()) + int(padding.sum()))
        passes.append(statistics.median(times[unmeasured:]))
    print(json.dumps({"coldMillis": passes[0], "warmMillis": passes[1], "sums": sums, "versions": {"h5py": h5py.__version__}}))


def compare(peer, ours):
    worst = max(abs(a - b) / max(1, abs(a)) for a, b in zip(peer["sums"], ours["sums"], strict=True))
    print(f"largest relative difference of {len(peer['sums'])} sums of all values: {worst:.1e}", file=sys.stderr)
    assert worst < 1e-6 and len(set(peer["sums"])) > 1, "both sides must read the same"


if __name__ == "__main__":
    match sys.argv[1]:
        case "sets":
            sets(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
        case "pack":
            pack(*sys.argv[2:])
        case "evict":
            evict(sys.argv[2:])
        case "read":
            read(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
        case "compare":
            compare(*(json.load(open(f)) for f in sys.argv[2:4]))
