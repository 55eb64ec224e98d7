#!/usr/bin/env bash
# Re-ranking with mutual nearest neighbours: patchrank's re-rank stage against numpy and torch, in turn, on this machine;
# one query, 100 candidates, 300 descriptors of 384 dimensions each. Both sides must count the same matches. The second
# case is all that patchrank does by default: it also weighs the matches by background and geometry.
#   benchmarks/mutual_nn.sh [ROUNDS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

"$python" peers/mutual_nn.py make "$scratch/patches"
peer() { "$python" peers/mutual_nn.py match "$scratch/patches" 10; }
ours() { java_run MutualNn "$scratch/patches" 30; }
alternate "${1:-5}" peer ours
"$python" peers/mutual_nn.py compare "$scratch/peer.1.json" "$scratch/ours.1.json"
report mutual_nn --case "matches counted" --metric pairsPerSecond --unit pairs/s --bar 4
report mutual_nn --case "weighed by evidence" --metric wholePairsPerSecond --unit pairs/s
