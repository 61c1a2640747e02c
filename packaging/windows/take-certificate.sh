#!/usr/bin/env bash
# Put the certificate that signs the programs for Windows where sign.py looks for it; without one, nothing is signed.
set -euo pipefail
if [ -z "${WINDOWS_PFX:-}" ]; then
  echo "No certificate: the installer is not signed, and Windows will warn before it runs."
  exit 0
fi
folder=$(mktemp -d)
base64 --decode <<<"$WINDOWS_PFX" >"$folder/certificate.pfx"
if [ -n "${GITHUB_ENV:-}" ]; then
  {
    echo "CREANCES_SIGN_PFX=$folder/certificate.pfx"
    echo "CREANCES_SIGN_PASSWORD=${WINDOWS_PFX_PASSWORD:-}"
    echo "CREANCES_SIGN_TIMESTAMP=${WINDOWS_TIMESTAMP:-}"
  } >>"$GITHUB_ENV"
fi
