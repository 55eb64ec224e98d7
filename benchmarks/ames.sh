#!/usr/bin/env bash
# Re-ranking with AMES: patchrank's re-rank stage against the PyTorch module, in turn, on this machine; 100 candidates,
# 600 query and 50 gallery descriptors of 768 dimensions, float32, the published size of the network.
#   benchmarks/ames.sh [ROUNDS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

"$python" peers/ames.py make "$scratch/pairs.safetensors"
peer() { "$python" peers/ames.py score "$scratch/pairs.safetensors" 1 1 5 20; }
ours() { java_run AmesThroughput "$scratch/pairs.safetensors" 3; }
alternate "${1:-5}" peer ours
"$python" peers/ames.py compare "$scratch/peer.1.json" "$scratch/ours.1.json"
report ames --case "600 x 50, float32" --metric pairsPerSecond --unit pairs/s --bar 4
