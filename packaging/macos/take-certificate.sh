#!/usr/bin/env bash
# Put Apple's certificate into a keychain of its own and keep what notarisation asks; without one, the application
# is signed for this machine only.
set -euo pipefail
if [ -z "${APPLE_P12:-}" ]; then
  echo "No certificate: macOS will ask before the first start."
  exit 0
fi
folder=$(mktemp -d)
keychain="$folder/creances.keychain-db"
password=$(uuidgen)
base64 --decode <<<"$APPLE_P12" >"$folder/certificate.p12"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$folder/certificate.p12" -P "${APPLE_P12_PASSWORD:-}" -A -t cert -f pkcs12 -k "$keychain"
security set-key-partition-list -S apple-tool:,apple: -k "$password" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
[ -z "${GITHUB_ENV:-}" ] || echo "CREANCES_APPLE_IDENTITY=$APPLE_IDENTITY" >>"$GITHUB_ENV"
if [ -n "${APPLE_APP_PASSWORD:-}" ]; then
  xcrun notarytool store-credentials creances --keychain "$keychain" \
    --apple-id "$APPLE_ID" --team-id "$APPLE_TEAM" --password "$APPLE_APP_PASSWORD"
  [ -z "${GITHUB_ENV:-}" ] || echo "CREANCES_APPLE_PROFILE=creances" >>"$GITHUB_ENV"
fi
