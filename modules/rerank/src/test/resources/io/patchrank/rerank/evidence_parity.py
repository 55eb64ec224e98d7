"""Writes evidence_parity.txt: synthetic shortlists scored by a plain numpy form of EvidenceJudgement.

Run with any numpy: python evidence_parity.py > evidence_parity.txt
Each line is a name, its shape and its numbers, row-major.
"""

import numpy as np

WEIGHT, GAIN, RADIUS, TOLERANCE, STRETCH = 0.3, 100.0, 3.5, 1.5, 0.6


def match(query, candidate):
    similarity = query @ candidate.T
    nearest = similarity.argmax(1)
    rows = np.nonzero(similarity.argmax(0)[nearest] == np.arange(len(query)))[0]
    return similarity.max(1), rows, nearest[rows]


def evidence(cosine, rows, columns, background, query_at, candidate_at):
    d = np.maximum(cosine[rows] - background[rows], 0)
    p, q = query_at[rows], candidate_at[columns]
    dp, dq = p[:, None] - p[None], q[:, None] - q[None]
    step, error = np.sqrt((dp**2).sum(-1)), np.sqrt(((dp - dq) ** 2).sum(-1))
    supports = (step <= RADIUS) & (error <= np.maximum(TOLERANCE, STRETCH * step))
    np.fill_diagonal(supports, False)
    return np.sqrt(d * (supports * d[None]).sum(1)).sum() / len(cosine)


def write(name, values):
    values = np.asarray(values, np.float32)
    print(name, *values.shape, ":", *(f"{v:.9g}" for v in values.ravel()))


def unit(x):
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32)


def main():
    random = np.random.default_rng(2)
    width, height, dimension, kept = 9, 7, 12, 40
    lattice = np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).reshape(-1, 2).astype(np.float32)
    texture = random.normal(size=(6, dimension))  # what every picture has: grass, sky
    scene = random.normal(size=(len(lattice), dimension))
    scene[::4] = texture[random.integers(0, 6, len(scene[::4]))]

    def picture(kind):
        patches = random.normal(size=scene.shape)
        patches[::3] = texture[random.integers(0, 6, len(patches[::3]))]
        for here, (x, y) in enumerate(lattice):
            column, row = int(x) + kind, int(y)
            if kind >= 0 and column < width:
                patches[here] = scene[row * width + column]
        picked = np.sort(random.permutation(len(lattice))[:kept])
        return unit(patches + 0.35 * random.normal(size=patches.shape))[picked], lattice[picked]

    query, query_at = picture(0)
    candidates = [picture(kind) for kind in (1, -1, 2, -1, -1, 4, -1)]
    similarities = np.linspace(0.8, 0.2, len(candidates))
    found = [match(query, descriptors) for descriptors, _ in candidates]
    background = np.median(np.stack([cosine for cosine, _, _ in found]), 0)
    evidences = [
        evidence(*one, background, query_at, at) for one, (_, at) in zip(found, candidates)
    ]
    combined = similarities + WEIGHT * np.log1p(GAIN * np.array(evidences))

    size = np.array([width, height])
    write("query", query)
    write("query_at", (query_at + 0.5) / size)
    for i, (descriptors, at) in enumerate(candidates):
        write(f"candidate{i}", descriptors)
        write(f"candidate{i}_at", (at + 0.5) / size)
        write(f"candidate{i}_cosine", found[i][0])
        write(f"candidate{i}_rows", found[i][1])
        write(f"candidate{i}_columns", found[i][2])
    write("similarity", similarities)
    write("background", background)
    write("evidence", evidences)
    write("final", 1 / (1 + np.exp(-4 * (combined - 0.6))))


main()
