#!/usr/bin/env bash
# The network alone on a GPU: DINOv2 S, B and L at 224 and 518 pixels, half precision, several batches; patchrank against
# PyTorch on the same card, in turn. Needs PATCHRANK_CUDA=1 (docs/gpu.md) and a PyTorch for CUDA in benchmarks/.venv.
#   benchmarks/gpu.sh [ROUNDS] [DEVICE] [SIZES] [PIXELS] [PRECISIONS] [BATCHES]
# With another device it runs anywhere:
#   benchmarks/gpu.sh 2 cpu S 224 float32 1
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

rounds=${1:-3}
device=${2:-cuda}
seconds=5
for size in ${3:-S B L}; do
    for pixels in ${4:-224 518}; do
        "$python" peers/network.py make "$scratch/network" "$size" "$pixels" 64
        for precision in ${5:-float16 bfloat16}; do
            for batch in ${6:-1 16 64}; do
                peer() { "$python" peers/network.py run "$scratch/network" "$size" "$device" "$precision" "$batch" "$seconds"; }
                ours() { java_run NetworkThroughput "$scratch/network" "$device" "$precision" "$batch" "$seconds"; }
                alternate "$rounds" peer ours
                "$python" peers/network.py compare "$scratch/peer.1.json" "$scratch/ours.1.json"
                report "network-${device%%:*}" --case "ViT-$size/14, $pixels px, $precision, batch $batch" \
                    --metric imagesPerSecond --unit images/s --bar 1
            done
        done
    done
done
