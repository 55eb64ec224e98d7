# Sourced after common.sh by benchmarks of a running server.
locals=16

# gallery FOLDER IMAGES : a gallery of synthetic descriptors, made unless it is there. Sets data.
gallery() {
    data=$1/gallery-$2
    if [ ! -f "$data.made" ]; then
        rm -rf "$data"
        java_run SyntheticGallery "$data" "$2" "$locals" >"$scratch/made"
        cp "$scratch/made" "$data.made"
    fi
}

# Starts `serve` in the background and returns when it is ready. Sets page and server.
serve() {
    port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    page=http://127.0.0.1:$port
    env -u PATCHRANK_BENCHMARKS ../patchrank serve --data "$data" --set model.locals.top-k="$locals" --set web.port="$port" >"$scratch/serve.log" 2>&1 &
    server=$!
    trap 'stop; rm -rf "$scratch"' EXIT
    until curl -sf -o /dev/null "$page/readyz"; do
        kill -0 "$server" 2>/dev/null || { cat "$scratch/serve.log" >&2; exit 1; }
        sleep 0.05
    done
}

stop() {
    [ -z "${server:-}" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
    server=
}
