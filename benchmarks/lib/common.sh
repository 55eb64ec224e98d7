# Sourced by every benchmark, which then runs both sides in turn and ends with `report`. Not a benchmark itself.
# Started by hand, a benchmark goes through the launcher first, which builds and finds the JDK.
if [ -z "${PATCHRANK_BENCHMARKS:-}" ]; then
    exec "$(dirname "${BASH_SOURCE[0]}")/../../patchrank" benchmark "$(basename "$0" .sh)" "$@"
fi
cd "$PATCHRANK_BENCHMARKS"

python=$PATCHRANK_BENCHMARKS/.venv/bin/python
if ! cmp -s requirements.txt .venv/installed 2>/dev/null; then
    echo "installing the peers into benchmarks/.venv …" >&2
    [ -x "$python" ] || python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
    cp requirements.txt .venv/installed
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/patchrank-benchmark.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

patchrank() {
    ../patchrank "$@"
}

# java_run CLASS [ARGUMENT]... : a class of io.patchrank.benchmarks, with the environment in which patchrank runs.
java_run() {
    PATCHRANK_CLASSPATH="target/classes:target/lib/*:../modules/cli/target/app/lib/*" \
        PATCHRANK_JAVA_OPTS="--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED ${PATCHRANK_JAVA_OPTS:-}" \
        ../patchrank "io.patchrank.benchmarks.$1" "${@:2}"
}

# alternate ROUNDS PEER OURS : two functions or commands, each of which prints one JSON object as its last line, in turn;
# who begins changes from round to round. Leaves $scratch/peer.N.json and $scratch/ours.N.json.
alternate() {
    local round side
    for ((round = 1; round <= $1; round++)); do
        for side in $([ $((round % 2)) = 1 ] && echo peer ours || echo ours peer); do
            case $side in
                peer) $2 | tail -n 1 >"$scratch/peer.$round.json" ;;
                ours) $3 | tail -n 1 >"$scratch/ours.$round.json" ;;
            esac
        done
        echo "round $round of $1 done" >&2
    done
}

# report NAME --case CASE --metric KEY --unit UNIT [--lower] [--bar RATIO] : see lib/report.py.
report() {
    "$python" lib/report.py "$@" --scratch "$scratch"
}
