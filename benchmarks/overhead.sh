#!/usr/bin/env bash
# What of a search's time, as its caller waits for it, is neither extraction nor scoring (docs/event-bus.md, rerank.score): on a served gallery
# of synthetic descriptors, over the bus's private channel and over HTTP. The store keeps 16 descriptors an image, so that
# re-ranking is quick and the share is rather too large than too small.
#   benchmarks/overhead.sh PICTURES [ROUNDS] [IMAGES] [FOLDER]
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: benchmarks/overhead.sh PICTURES [ROUNDS] [IMAGES] [FOLDER]" >&2; exit 2; }
pictures=$(cd "$1" && pwd)
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
. lib/served.sh

gallery "${4:-$scratch}" "${3:-100000}"
serve
for ((round = 1; round <= ${2:-3}; round++)); do
    java_run SearchOverhead "$data" "$page" "$pictures" | tail -n 1 >"$scratch/ours.$round.json"
done
stop
report overhead --case "over the bus" --metric busPercent --unit "%" --lower --limit 10
report overhead --case "over HTTP" --metric httpPercent --unit "%" --lower --limit 10
report overhead --case "the first searches of a client, over the bus" --metric firstPercent --unit "%" --lower
millis() { report overhead --case "$1" --metric "$2" --unit ms --lower; }
millis "a search over the bus" busMillis
millis "a search over HTTP" httpMillis
millis "of it the global list" listMillis
millis "of it reading" readMillis
