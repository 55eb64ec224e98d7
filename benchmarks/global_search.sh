#!/usr/bin/env bash
# Global search of 100 neighbours among 384-dimensional descriptors at recall@100 >= 0.99, one query after the other:
# LuceneGalleryIndex with its rows on disk against faiss in memory: exact against Flat, and what patchrank chooses by
# default against Flat and HNSW32; one thread and all. Other KINDS (ivf:SHARE, hnsw) are compared with HNSW32.
#   benchmarks/global_search.sh [ROUNDS] [IMAGES] [FOLDER] [KIND]...     a FOLDER keeps what is built for the next time
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

rounds=${1:-3}
images=${2:-100000}
data=${3:-$scratch}/$images
if [ ! -f "$data/descriptors.f32" ]; then
    "$python" peers/global_search.py make "$data" "$images"
fi
[ -f "$data/hnsw.json" ] || "$python" peers/global_search.py build "$data"
for method in ivf $(case " ${*:4} " in *" hnsw "*) echo hnsw ;; esac); do
    [ -f "$data/$method.json" ] || java_run GlobalSearch build "$data" "$method"
done
"$python" peers/global_search.py search "$data" hnsw 1 >"$scratch/tuned"
ef=$(sed -n 's/.*"ef": \([0-9]*\).*/\1/p' "$scratch/tuned")

pairs="flat:exact flat:default hnsw:default"
for kind in "${@:4}"; do
    pairs="$pairs hnsw:$kind"
done
for threads in 1 $([ "$(nproc)" = 1 ] || nproc); do
    for pair in $pairs; do
        peer() { "$python" peers/global_search.py search "$data" "${pair%%:*}" "$threads" "$ef"; }
        ours() { java_run GlobalSearch search "$data" "${pair#*:}" "$threads"; }
        rm -f "$scratch"/*.json
        alternate "$rounds" peer ours
        "$python" peers/global_search.py check "$scratch"
        report global_search --case "$images, ${pair#*:} against ${pair%%:*}, $threads thread(s)" \
            --metric queriesPerSecond --unit queries/s --bar 1
    done
done
