#!/usr/bin/env bash
# Reading the local descriptors of 100 random images, 300 x 384 float16 each, out of a gallery: patchrank's storage
# against h5py on one file of AMES' format, in turn. Cold: the files were dropped from the page cache (posix_fadvise)
# and each set of images is read once; warm: once more. Takes 15 GB of disk at 20,000 images, more where AMES' float32 is
# the peer's.
#   benchmarks/reading.sh [ROUNDS] [IMAGES] [float16|float32]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

images=${2:-20000}
type=${3:-float16}
patches=300
# Of so many sets the first ones find compilers at work and count for nothing.
sets=30
unmeasured=10
"$python" peers/reading.py sets "$images" "$sets" "$scratch/sets"
java_run ReadLocals write "$scratch/storage" "$images"
"$python" peers/reading.py pack "$scratch/storage" "$scratch/ames.hdf5" "$type"
sync
peer() {
    "$python" peers/reading.py evict "$scratch/ames.hdf5"
    "$python" peers/reading.py read "$scratch/ames.hdf5" "$scratch/sets" $patches $unmeasured
}
ours() {
    "$python" peers/reading.py evict "$scratch/storage"
    java_run ReadLocals read "$scratch/storage" "$scratch/sets" $patches $unmeasured
}
alternate "${1:-5}" peer ours
"$python" peers/reading.py compare "$scratch/peer.1.json" "$scratch/ours.1.json"
report reading --case "cold, peer's file $type" --metric coldMillis --unit ms --lower --bar 3
report reading --case "warm, peer's file $type" --metric warmMillis --unit ms --lower --bar 3
