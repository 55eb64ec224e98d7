#!/usr/bin/env bash
# Re-ranking with AMES: patchrank's re-rank stage against the PyTorch module, in turn, on this machine; 100 candidates,
# 600 query and 50 gallery descriptors of 768 dimensions, float32, the published size of the network.
#   benchmarks/ames.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")"

rounds=${1:-5}

if [ ! -x .venv/bin/python ]; then
    echo "installing the peer into benchmarks/.venv …" >&2
    python3 -m venv .venv
    .venv/bin/pip install --quiet --requirement requirements.txt
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
../patchrank --version >"$scratch/version" # builds, so that no round pays for it
.venv/bin/python peer_ames.py make "$scratch/pairs.safetensors"

# Through the launcher, which finds the JDK and sets what the native libraries read; it takes our program for a flag.
ours() {
    PATCHRANK_JAVA_OPTS="--enable-native-access=ALL-UNNAMED -cp ../modules/cli/target/app/lib/* AmesThroughput.java $scratch/pairs.safetensors 3" ../patchrank
}

for ((round = 1; round <= rounds; round++)); do
    .venv/bin/python peer_ames.py score "$scratch/pairs.safetensors" 1 1 5 20 >"$scratch/peer.$round.json"
    ours >"$scratch/ours.$round.json"
    .venv/bin/python peer_ames.py compare "$scratch/peer.$round.json" "$scratch/ours.$round.json"
    echo "round $round of $rounds done" >&2
done

.venv/bin/python - "$scratch" <<'PYTHON'
import datetime, glob, json, os, platform, statistics, sys

scratch = sys.argv[1]
peer = [json.load(open(f)) for f in sorted(glob.glob(scratch + "/peer.*.json"))]
ours = [json.load(open(f)) for f in sorted(glob.glob(scratch + "/ours.*.json"))]
ratios = [o["pairsPerSecond"] / p["pairsPerSecond"] for o, p in zip(ours, peer)]
cpu = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
avx512 = "avx512f" in open("/proc/cpuinfo").read()
print(f"{datetime.date.today()}, {os.cpu_count()} cores, {cpu}, {'with' if avx512 else 'without'} AVX-512")
print(open(scratch + "/version").read().strip() + f", Java {ours[0]['java']}, {ours[0]['threads']} threads")
print(f"peer: torch {peer[0]['torch']} with {peer[0]['threads']} threads, best batch {sorted(p['batch'] for p in peer)}")
print(f"100 candidates, query 600 x gallery 50, {len(peer)} rounds in turn\n")
print("| pairs a second | median | min | max |\n|---|---|---|---|")
for name, values in (
    ("PyTorch", [p["pairsPerSecond"] for p in peer]),
    ("patchrank", [o["pairsPerSecond"] for o in ours]),
    ("ratio, round by round", ratios),
):
    print(f"| {name} | {statistics.median(values):.2f} | {min(values):.2f} | {max(values):.2f} |")
PYTHON
