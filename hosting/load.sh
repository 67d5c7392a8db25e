#!/bin/bash
# Måler, hvor meget nginx kan på én kerne: hosting/load.sh [MAPPE], fx site. Kræver nginx, brotli, wrk.
#
# In English: one nginx worker on the first core, wrk on the others, three addresses, and a
# busy page asked for unpacked. The numbers in /ombrand/drift/ come from here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
site=$(cd "${1:-site}" && pwd)
port=${PORT:-8099}
seconds=${SECONDS_EACH:-10}
[ -f "$site/index.html.br" ] || { echo "Pak sitet først: hosting/compress.sh $site" >&2; exit 1; }

work=$(mktemp -d)
trap 'kill "$(cat "$work/pid" 2>/dev/null)" 2>/dev/null || true; rm -rf "$work"' EXIT
sed "s#listen 80;#listen 127.0.0.1:$port;#; /listen \[::\]/d; s#/srv/samskabelse#$site#" \
  "$here/nginx/samskabelse.conf" > "$work/samskabelse.conf"
sed "s#worker_processes auto#worker_processes 1#; s#/tmp/nginx#$work/nginx#; s#$work/nginx.pid#$work/pid#" \
  "$here/nginx/nginx.conf" > "$work/nginx.conf"
if [ "$(id -u)" = 0 ]; then echo "user root;" >> "$work/nginx.conf"; fi
taskset -c 0 nginx -p "$work" -c "$work/nginx.conf" -e "$work/error.log"

measure() {
  printf '\n%s (%s)\n' "$1" "${2:-upakket}"
  taskset -c "1-$(($(nproc --all) - 1))" wrk --threads 1 --connections 64 --duration "${seconds}s" \
    --latency -H "Accept-Encoding: ${2:-identity}" "http://127.0.0.1:$port$1" |
    grep -E '50%|99%|Requests/sec|Transfer/sec|Non-2xx|Socket errors' || true
}

date -I
grep -m1 'model name' /proc/cpuinfo || true
nginx -v
measure / br
measure /cases/ br
measure /api/v1/cases.json br
measure /cases/
