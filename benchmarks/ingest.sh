#!/usr/bin/env bash
# Ingest of a folder of photographs: patchrank against the plain Python pipeline, in turn, on this machine.
#   benchmarks/ingest.sh FOLDER [ROUNDS]
set -euo pipefail
photos=$(realpath "${1:?name a folder of photographs}")
cd "$(dirname "$0")"

rounds=${2:-3}
weights=../modules/embedded-model/src/main/resources/io/patchrank/embedded/dinov2_vits14_trunk8_f16.safetensors

if [ ! -x .venv/bin/python ]; then
    echo "installing the peer into benchmarks/.venv …" >&2
    python3 -m venv .venv
    .venv/bin/pip install --quiet --requirement requirements.txt
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
../patchrank --version >"$scratch/version" # builds, so that no round pays for it

for ((round = 1; round <= rounds; round++)); do
    .venv/bin/python peer_ingest.py "$weights" "$photos" >"$scratch/peer.$round.json"
    ../patchrank ingest "$photos" --data "$scratch/data.$round" --json >"$scratch/ours.$round.json"
    rm -rf "$scratch/data.$round"
    echo "round $round of $rounds done" >&2
done

.venv/bin/python - "$scratch" <<'PYTHON'
import datetime, glob, json, os, platform, statistics, sys

scratch = sys.argv[1]
peer = [json.load(open(f)) for f in sorted(glob.glob(scratch + "/peer.*.json"))]
ours = [json.load(open(f)) for f in sorted(glob.glob(scratch + "/ours.*.json"))]
ratios = [o["imagesPerSecond"] / p["imagesPerSecond"] for o, p in zip(ours, peer)]
cpu = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
print(f"{datetime.date.today()}, {os.cpu_count()} cores, {cpu}")
print(open(scratch + "/version").read().strip())
print(f"peer: torch {peer[0]['torch']} with {peer[0]['threads']} threads, cv2 {peer[0]['cv2']}, float32, one by one")
print(f"{peer[0]['images']} photographs, {len(peer)} rounds in turn\n")
print("| images a second | median | min | max |\n|---|---|---|---|")
for name, values in (
    ("Python, descriptors in memory", [p["imagesPerSecond"] for p in peer]),
    ("patchrank, searchable and durable", [o["imagesPerSecond"] for o in ours]),
    ("ratio, round by round", ratios),
):
    print(f"| {name} | {statistics.median(values):.2f} | {min(values):.2f} | {max(values):.2f} |")
PYTHON
