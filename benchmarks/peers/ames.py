"""AMES in PyTorch, run as its authors run it, that patchrank's re-ranker is measured against.

    python ames.py make FILE VARIANT            writes made-up weights and descriptors; VARIANT is fp or binary
    python ames.py score FILE VARIANT ROUNDS BATCH...
    python ames.py compare PEER.json OURS.json

`score` passes batches of pairs through one encoder whose attention covers the match token and all tokens of both
images, under the two masks, with torch.nn.MultiheadAttention, in evaluation mode, on all cores; of the batch sizes
given, the fastest counts. Prints one JSON object.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

LOCAL, MODEL, INSIDE, LAYERS, HEADS = 768, 128, 1024, 5, 2
QUERY, GALLERY, CANDIDATES = 600, 50, 100


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(MODEL, HEADS, batch_first=True)
        self.cross_attn = nn.MultiheadAttention(MODEL, HEADS, batch_first=True)
        self.linear1 = nn.Linear(MODEL, INSIDE)
        self.linear2 = nn.Linear(INSIDE, MODEL)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(MODEL) for _ in range(3))

    def forward(self, x, within, between, padding):
        gathered, _ = self.self_attn(x, x, x, attn_mask=within, key_padding_mask=padding)
        x = self.norm1(x + gathered)
        gathered, _ = self.cross_attn(x, x, x, attn_mask=between, key_padding_mask=padding)
        x = self.norm2(x + gathered)
        return self.norm3(x + self.linear2(F.relu(self.linear1(x))))


class Signs(nn.Module):
    def __init__(self):
        super().__init__()
        self.W = nn.Parameter(torch.empty(LOCAL, MODEL))

    def forward(self, x):
        return torch.sign(F.normalize(x, dim=-1) @ self.W)


class Ames(nn.Module):
    def __init__(self, variant):
        super().__init__()
        self.binary = variant == "binary"
        self.mtc_token = nn.Parameter(torch.empty(MODEL))
        first = [Signs(), nn.Linear(MODEL, MODEL)] if self.binary else [nn.Linear(LOCAL, MODEL)]
        self.remap_local = nn.Sequential(*first, nn.LayerNorm(MODEL))
        self.decoder = nn.ModuleDict({"layers": nn.ModuleList(Layer() for _ in range(LAYERS))})
        self.classifier = nn.Linear(MODEL, 1)

    def forward(self, query, query_padding, gallery, gallery_padding):
        query = self.remap_local(F.normalize(query, dim=-1))
        gallery = self.remap_local(F.normalize(gallery, dim=-1))
        gallery = gallery if self.binary else gallery.half().float()
        pairs, n, m = len(query), query.shape[1], gallery.shape[1]
        x = torch.cat([self.mtc_token.expand(pairs, 1, MODEL), query, gallery], 1)
        padding = torch.cat([torch.zeros(pairs, 1, dtype=torch.bool), query_padding, gallery_padding], 1)
        side = torch.cat([torch.zeros(1), torch.ones(n), torch.full((m,), 2.0)])
        images = (side[:, None] > 0) & (side[None] > 0)
        within = images & (side[:, None] != side[None])
        between = images & (side[:, None] == side[None])
        for layer in self.decoder["layers"].children():
            x = layer(x, within, between, padding)
        return self.classifier(x[:, 0]).view(-1)


def make(path, variant):
    torch.manual_seed(1)
    tensors = {}
    for name, parameter in Ames(variant).state_dict().items():
        if name.endswith(".W"):
            value = torch.linalg.qr(torch.randn_like(parameter)).Q.contiguous()
        elif parameter.dim() == 2:
            value = (torch.rand_like(parameter) * 2 - 1) * (3 / parameter.shape[1]) ** 0.5
        elif "norm" in name or name.startswith("remap_local."):
            value = torch.randn_like(parameter) * 0.1 + (1 if name.endswith("weight") else 0)
        else:
            value = torch.randn_like(parameter) * 0.1
        tensors["ames." + name] = value
    query = F.normalize(torch.randn(QUERY, LOCAL), dim=-1)
    gallery = torch.randn(CANDIDATES, GALLERY, LOCAL)
    # Every other image shares some patches with the query.
    gallery[::2, :20] = query[torch.randint(QUERY, (CANDIDATES // 2, 20))] * LOCAL**0.5
    tensors["query"], tensors["gallery"] = query, F.normalize(gallery, dim=-1)
    save_file(tensors, path)
    save_file({n[5:]: t for n, t in tensors.items() if n.startswith("ames.")}, path + ".ames")


def score(path, variant, rounds, batches):
    tensors = load_file(path)
    network = Ames(variant)
    network.load_state_dict({n[5:]: t for n, t in tensors.items() if n.startswith("ames.")}, strict=True)
    network.eval()
    query, gallery = tensors["query"], tensors["gallery"]

    def rerank(batch, candidates=CANDIDATES):
        scores = []
        for start in range(0, candidates, batch):
            images = gallery[start : start + batch]
            pairs = len(images)
            scores.append(network(
                query.expand(pairs, QUERY, LOCAL),
                torch.zeros(pairs, QUERY, dtype=torch.bool),
                images,
                torch.zeros(pairs, GALLERY, dtype=torch.bool),
            ))
        return torch.cat(scores)

    best = {"pairsPerSecond": 0}
    with torch.no_grad():
        rerank(5, candidates=5)  # warms up
        for batch in batches:
            for _ in range(rounds):
                start = time.perf_counter()
                scores = rerank(batch)
                rate = CANDIDATES / (time.perf_counter() - start)
                if rate > best["pairsPerSecond"]:
                    best = {"pairsPerSecond": rate, "batch": batch, "scores": scores.tolist()}
    settings = f"{torch.get_num_threads()} threads, batch {best['batch']}"
    print(json.dumps(best | {"settings": settings, "versions": {"PyTorch": torch.__version__}}))


def compare(peer, ours):
    worst = max(abs(a - b) for a, b in zip(peer["scores"], ours["scores"], strict=True))
    print(f"largest difference of {len(ours['scores'])} raw scores: {worst:.1e}", file=sys.stderr)
    # A token in the middle of two float16 values may be rounded the other way.
    assert worst < 1e-4, "both sides must compute the same"


if __name__ == "__main__":
    match sys.argv[1]:
        case "make":
            make(*sys.argv[2:4])
        case "score":
            score(*sys.argv[2:4], int(sys.argv[4]), [int(b) for b in sys.argv[5:]])
        case "compare":
            compare(*(json.load(open(f)) for f in sys.argv[2:4]))
