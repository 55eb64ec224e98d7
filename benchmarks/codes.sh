#!/usr/bin/env bash
# A storage of binary codes only (store.codes: only): bytes an image, and the time to read those of a shortlist.
#   benchmarks/codes.sh [IMAGES]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

java_run CodesOnDisk "$scratch/features" "${1:-100000}"
