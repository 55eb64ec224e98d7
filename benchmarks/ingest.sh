#!/usr/bin/env bash
# Ingest of a folder of photographs until all are searchable and durable: patchrank against a Python loop of cv2, PyTorch,
# h5py and faiss, in turn, on this machine.
#   benchmarks/ingest.sh FOLDER [ROUNDS]
set -euo pipefail
[ $# -ge 1 ] || { echo "name a folder of photographs" >&2; exit 2; }
photos=$(realpath "$1")
shift
set -- "$photos" "$@"
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

weights=../modules/embedded-model/src/main/resources/io/patchrank/embedded/dinov2_vits14_trunk8_f16.safetensors
peer() { "$python" peers/ingest.py "$weights" "$photos" "$scratch/peer"; }
ours() {
    rm -rf "$scratch/data"
    patchrank ingest "$photos" --data "$scratch/data" --json
}
alternate "${2:-3}" peer ours
report ingest --case "photographs, defaults" --metric imagesPerSecond --unit images/s --bar 2
