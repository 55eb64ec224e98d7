#!/usr/bin/env bash
# Start of `serve` on a gallery of so many images until /readyz says yes: files cached, classes archived by a start before.
#   benchmarks/startup.sh [ROUNDS] [IMAGES] [FOLDER]     a FOLDER keeps the gallery for the next time
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
. lib/served.sh

rounds=${1:-5}
images=${2:-100000}
gallery "${3:-$scratch}" "$images"

ours() {
    local begun
    begun=$(date +%s%N)
    serve
    echo "{\"seconds\": $((($(date +%s%N) - begun) / 1000000))e-3}"
    stop
}
ours >/dev/null # archives the classes
for ((round = 1; round <= rounds; round++)); do
    ours >"$scratch/ours.$round.json"
done
report startup --case "serve on $images images" --metric seconds --unit s --lower --limit 5
