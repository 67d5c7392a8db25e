#!/bin/sh
# Pakker et bygget site på forhånd med brotli og gzip, så webserveren ikke skal gøre det.
# Kræver pakkerne brotli og gzip. Brug: hosting/compress.sh site
#
# In English: writes FILE.br and FILE.gz beside each text file over 1 kB. Run after each build.
set -eu
site=${1:?Brug: hosting/compress.sh MAPPE}
[ -f "$site/index.html" ] || { echo "Her er intet bygget site: $site" >&2; exit 1; }

texts() {
  find "$site" -type f -size +1k \( -name '*.html' -o -name '*.css' -o -name '*.js' \
    -o -name '*.json' -o -name '*.jsonld' -o -name '*.xml' -o -name '*.csv' -o -name '*.ttl' \
    -o -name '*.txt' -o -name '*.svg' -o -name '*.webmanifest' \) -print0
}

# Two at a time at least: most machines have more than one core.
texts | xargs -0 -r -P "$(nproc)" -n 50 gzip --best --keep --force --no-name
texts | xargs -0 -r -P "$(nproc)" -n 50 brotli --quality=11 --keep --force --
