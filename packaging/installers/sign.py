"""Signs a program for Windows, in place: ``sign.py FILE``.

``CREANCES_SIGN_PFX`` is the certificate with its key, ``CREANCES_SIGN_PASSWORD`` its password,
``CREANCES_SIGN_TIMESTAMP`` the address that stamps the time (without it, the signature ends with the
certificate).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def main(path: Path) -> int:
    """0, with the file signed."""
    signed = path.with_suffix(".signed")
    words = [
        "osslsigncode", "sign", "-pkcs12", os.environ["CREANCES_SIGN_PFX"], "-h", "sha256", "-n", "Créances",
        "-readpass", "/dev/stdin", "-in", str(path), "-out", str(signed),
    ]  # fmt: skip
    if stamp := os.environ.get("CREANCES_SIGN_TIMESTAMP"):
        words += ["-ts", stamp]
    password = os.environ.get("CREANCES_SIGN_PASSWORD", "")
    subprocess.run(words, check=True, input=password, text=True, stdout=subprocess.DEVNULL)
    signed.replace(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
