#!/usr/bin/env bash
# A storage of binary codes only (store.codes: only): bytes an image, and the time to read those of a shortlist.
#   benchmarks/codes.sh [IMAGES]
set -euo pipefail
cd "$(dirname "$0")"

images=${1:-100000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
../patchrank --version >"$scratch/version" # builds

date +%F
cat "$scratch/version"
# Through the launcher, which finds the JDK; it takes our program for a flag.
PATCHRANK_JAVA_OPTS="-cp ../modules/cli/target/app/lib/* CodesOnDisk.java $scratch/features $images" ../patchrank
