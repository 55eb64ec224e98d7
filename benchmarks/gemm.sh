#!/usr/bin/env bash
# The limit: speed of the matrix products on this machine, ours (OpenBLAS; FBGEMM for int8) and those of PyTorch for
# Python, on one core and on all, and the memory bandwidth.
#   benchmarks/gemm.sh [ROUNDS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

for threads in $(printf '1\n%s\n' "$(nproc)" | sort -un); do
    peer() { "$python" peers/gemm.py "$threads"; }
    ours() { java_run MatrixPeaks "$threads"; }
    rm -f "$scratch"/peer.*.json "$scratch"/ours.*.json
    alternate "${1:-3}" peer ours
    for shape in layer square; do
        for type in float32 bfloat16 int8; do
            report gemm --case "$type, $shape, $threads threads" --metric "$type, $shape" --unit GFLOP/s >/dev/null
        done
    done
    report gemm --case "memory, $threads threads" --metric memory --unit GB/s >"$scratch/table"
done
cat "$scratch/table"
