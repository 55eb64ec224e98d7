#!/usr/bin/env bash
# Re-ranking with AMES: patchrank's re-rank stage against the PyTorch module, in turn, on this machine; 100 candidates,
# 600 query and 50 gallery descriptors of 768 dimensions, the published size of the network, in full precision and with
# binary codes.
#   benchmarks/ames.sh [ROUNDS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

for variant in fp binary; do
    "$python" peers/ames.py make "$scratch/$variant" "$variant"
    peer() { "$python" peers/ames.py score "$scratch/$variant" "$variant" 1 1 5 20; }
    ours() { java_run Ames "$scratch/$variant" 3; }
    alternate "${1:-5}" peer ours
    "$python" peers/ames.py compare "$scratch/peer.1.json" "$scratch/ours.1.json"
    report ames --case "600 x 50, $variant" --metric pairsPerSecond --unit pairs/s --bar 4
done
