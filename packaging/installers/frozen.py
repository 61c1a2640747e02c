"""The program with its Python in one folder, by PyInstaller; the same sources give the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import facts
import notices

FOLDER = facts.BUILD / "frozen" / facts.PACKAGE
APPLICATION = FOLDER.parent / f"{facts.NAME}.app"
"""On a Mac, PyInstaller makes this of the folder."""
INNER = "_internal"
PYTHON_LIBRARY = f"libpython3.{sys.version_info.minor}.so.1.0"
WITH_DEBUG_NAMES = {PYTHON_LIBRARY, f"python3.{sys.version_info.minor}", "sqlcipher3", "sqlalchemy"}
"""What strip makes smaller; it would break wheels that auditwheel packed with their own libraries."""


def build() -> Path:
    """The folder of the program, made anew."""
    shutil.rmtree(FOLDER.parent, ignore_errors=True)
    words = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", str(FOLDER.parent), "--workpath", str(facts.BUILD / "pyinstaller"),
        str(Path(__file__).parent / "creances.spec"),
    ]  # fmt: skip
    subprocess.run(words, check=True, cwd=facts.ROOT, env=facts.build_environment())
    if sys.platform == "linux":
        remove_links(FOLDER / INNER)
        remove_orphans(FOLDER / INNER)
        strip(FOLDER / INNER)
    shutil.copy(Path(__file__).parent / "programs" / facts.COMMAND, FOLDER)
    inner = APPLICATION / "Contents" / "Resources" if sys.platform == "darwin" else FOLDER / INNER
    resources = inner / "creances_desktop" / "resources"
    notices.write(resources, binaries(FOLDER))
    normalise(FOLDER)
    return FOLDER


def remove_links(inner: Path) -> None:
    """Remove the links to libraries that are found where they are: a USB stick knows no links."""
    for path in inner.iterdir():
        if path.is_symlink():
            path.unlink()


def remove_orphans(inner: Path) -> None:
    """Remove the libraries of the system that nothing shipped asks for any more."""
    while True:
        asked = subprocess.run(
            ["readelf", "-d", *map(str, binaries(inner))], capture_output=True, text=True, check=True
        )
        needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", asked.stdout))
        orphans = [path for path in inner.glob("lib*.so*") if path.name not in needed | {PYTHON_LIBRARY}]
        if not orphans:
            return
        for path in orphans:
            path.unlink()


def strip(inner: Path) -> None:
    """Take the names for debuggers, and places of this machine, out of the libraries that carry them."""
    chosen = [path for path in binaries(inner) if path.relative_to(inner).parts[0] in WITH_DEBUG_NAMES]
    subprocess.run(["strip", "--strip-debug", *map(str, chosen)], check=True)
    # where this machine has its Python means nothing on another
    subprocess.run(["chrpath", "--delete", *map(str, chosen)], check=False, stdout=subprocess.DEVNULL)


def binaries(folder: Path) -> list[Path]:
    """The shared libraries below `folder`, each once."""
    return sorted(path for path in folder.rglob("*.so*") if path.is_file() and not path.is_symlink())


def normalise(folder: Path) -> None:
    """Give all that is below `folder` the time and the rights that every build gives."""
    for path in sorted(folder.rglob("*"), reverse=True):
        program = path.parent == folder and path.is_file() and path.suffix in ("", ".exe")
        path.chmod(0o755 if path.is_dir() or program else 0o644)
        os.utime(path, (facts.epoch(), facts.epoch()))
    os.utime(folder, (facts.epoch(), facts.epoch()))
