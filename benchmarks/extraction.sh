#!/usr/bin/env bash
# Photographs to descriptors: patchrank's decoder and network against Hugging Face's Dinov2Model and cv2, in turn, on this
# machine; DINOv2 ViT-S/14, 12 blocks, 322 pixels, in float32, and in int8 against the peer in bfloat16.
#   benchmarks/extraction.sh [ROUNDS] [FOLDER] [PHOTOGRAPHS] [WEIGHTS]
# Without WEIGHTS (safetensors, names of facebookresearch) they are random, and mean nothing but take as long.
set -euo pipefail
[ $# -lt 2 ] || set -- "$1" "$(realpath "$2")" "${@:3}"
[ $# -lt 4 ] || set -- "$1" "$2" "$3" "$(realpath "$4")"
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

rounds=${1:-3}
folder=${2:-../../shared/data/dev/images}
[ -d "$folder" ] || { echo "name a folder of photographs" >&2; exit 2; }
find "$(realpath "$folder")" -type f -iname '*.jp*g' | sort >"$scratch/all"
head -n "${3:-200}" "$scratch/all" >"$scratch/photographs"
weights=${4:-}
if [ -z "$weights" ]; then
    weights=$scratch/random.safetensors
    "$python" peers/extraction.py weights "$weights"
fi

# one_case CASE OURS PEER COSINE [PHOTOGRAPHS]
one_case() {
    "$python" peers/extraction.py calibrate "$weights" "$3" "$scratch/photographs" >"$scratch/settings"
    peer() { "$python" peers/extraction.py run "$weights" "$type" "$scratch/photographs" "$scratch/settings" "$scratch/peer"; }
    ours() { java_run ExtractionThroughput "$weights" "$precision" "$scratch/photographs" "$scratch/ours"; }
    precision=$2 type=$3
    rm -f "$scratch"/peer.*.json "$scratch"/ours.*.json
    alternate "$rounds" peer ours
    "$python" peers/extraction.py compare "$scratch/ours" "$scratch/peer" "$4"
    report extraction --case "$1" --metric imagesPerSecond --unit images/s --bar 2
}
one_case "float32" float32 float32 0.9999
# Fewer where the peer is emulated: it would take many minutes.
if ! grep -qwE 'avx512f|avx512_bf16|amx_bf16|bf16' /proc/cpuinfo; then
    head -n 24 "$scratch/photographs" >"$scratch/few" && mv "$scratch/few" "$scratch/photographs"
fi
one_case "int8, the peer in bfloat16" int8 bfloat16 0.95
