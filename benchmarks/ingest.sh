#!/usr/bin/env bash
# Ingest of a folder of photographs until all are searchable and durable: patchrank against Python loops, in turn, on this
# machine. One stores as much (cv2, PyTorch, h5py, faiss), one only extracts, with all blocks of the embedded network.
#   benchmarks/ingest.sh FOLDER [ROUNDS]
set -euo pipefail
[ $# -ge 1 ] || { echo "name a folder of photographs" >&2; exit 2; }
photos=$(realpath "$1")
shift
set -- "$photos" "$@"
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

weights=../modules/embedded-model/src/main/resources/io/patchrank/embedded/dinov2_vits14_trunk8_f16.safetensors
peer() { "$python" peers/ingest.py "$loop" "$weights" "$photos" "$scratch/peer"; }
ours() {
    rm -rf "$scratch/data"
    patchrank ingest "$photos" --data "$scratch/data" --set extract.precision="$precision" --json
}
while read -r precision loop bar; do
    rm -f "$scratch"/*.json
    alternate "${2:-3}" peer ours </dev/null
    report ingest --case "$precision, the peer $loop" --metric imagesPerSecond --unit images/s --bar "$bar"
done <<<'float32 stored 2
int8 stored 2
float32 plain 1.5
int8 plain 1.5'
