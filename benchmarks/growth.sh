#!/usr/bin/env bash
# What grows with the gallery: images put a second (features durable, indexed and merged; extraction left out), global
# search and re-ranking through all stages with their defaults, bytes on disk and memory. Synthetic descriptors, written
# by the product's own storage and catalogue; the heap is the same for all sizes.
#   benchmarks/growth.sh [SIZES] [FOLDER] [LOCALS]     a FOLDER keeps the galleries for the next time, which then only
#                                                      searches; LOCALS descriptors an image, 16 of them 16 kB on disk
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

sizes=${1:-"1000 10000 100000 1000000"}
folder=${2:-$scratch}
locals=${3:-16}
heap=2g
export PATCHRANK_JAVA_OPTS="-Xmx$heap ${PATCHRANK_JAVA_OPTS:-}"
mkdir -p "$folder"

for images in $sizes; do
    data=$folder/growth-$images-$locals
    if [ ! -f "$data.json" ]; then
        rm -rf "$data"
        # Features are in the journal and in the shard for a moment, and merges hold the catalogue twice.
        needed=$((images * (locals * 800 + 12000) / 1048576 + 512))
        free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
        if [ "$free" -lt "$needed" ]; then
            echo "$images images need about $needed MB in $folder, which has $free: left out" >&2
            continue
        fi
        echo "putting $images images …" >&2
        java_run SyntheticGallery "$data" "$images" "$locals" | tail -n 1 >"$scratch/put"
        cp "$scratch/put" "$data.json"
    fi
    cp "$data.json" "$scratch/ours.1.json"
    point() { report growth --case "$1" --metric "$2" --unit "$3" --at "$images" "${@:4}" >"$scratch/table"; }
    point "put" imagesPerSecond images/s
    point "features" featureBytes "bytes an image"
    point "catalogue" catalogueBytes "bytes an image"
    point "peak memory, put" peakMegabytes MB --lower
    echo "searching $images images …" >&2
    java_run Growth "$data" "$images" "$locals" | tail -n 1 >"$scratch/ours.1.json"
    point "global search, median" searchMillis ms --lower
    point "global search, 95 of 100" searchP95Millis ms --lower
    point "re-ranking, median" rerankMillis ms --lower
    point "re-ranking, 95 of 100" rerankP95Millis ms --lower
    point "peak memory, search" peakMegabytes MB --lower
    point "heap in use, search" heapMegabytes MB --lower
    [ -n "${2:-}" ] || rm -rf "$data"
done
cat "$scratch/table"
echo "heap of at most $heap, memory without mapped files"
