"""What the program, its tests and its installers need from Debian or Ubuntu, and how it gets there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

# What Qt loads on Debian 12 besides its own libraries: "a|b" is one library under its two names.
QT = [
    "libegl1",
    "libgl1",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0|libglib2.0-0t64",
    "libxkbcommon0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
    "libwayland-cursor0",
    "libcups2|libcups2t64",
]
SYSTEM_TESTS = [
    "xvfb",
    "xauth",
    "xdotool",
    "x11-utils",
    "imagemagick",
    "poppler-utils",
    "strace",
    # a print queue that makes PDFs
    "cups",
    "cups-client",
    "cups-filters",
    "printer-driver-cups-pdf",
    "ghostscript",
]
# What makes the installers: for the frozen program, for Windows; the second line is for their tests alone.
_BUILD = ["binutils", "chrpath", "nsis", "gcc-mingw-w64-x86-64-win32", "osslsigncode"]
INSTALLER_TESTS = ["wine64", "lintian", "desktop-file-utils", "appstream", "debootstrap", "rpm", "man-db"]
# A mirror may stutter, and another apt may be at work.
_PATIENCE = "-o Acquire::Retries=5 -o DPkg::Lock::Timeout=300"
_TRIES = 3


def build() -> list[str]:
    """What `dev.py build` needs; among it, the shared library of Debian's own Python."""
    own = [f"libpython3.{sys.version_info.minor}"] if sys.base_prefix == "/usr" else []
    return [*_BUILD, *own]


def missing_packages(names: Sequence[str]) -> list[str]:
    """Those of *names* that Debian's package system lacks; none where there is no such system."""
    query = shutil.which("dpkg-query")
    if query is None:
        return []
    flat = [alternative for name in names for alternative in name.split("|")]
    asked = subprocess.run(
        [query, "-W", "-f", "${Package} ${db:Status-Status}\n", *flat],
        capture_output=True,
        text=True,
        check=False,
    )
    present = {line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")}
    return first_names(name for name in names if present.isdisjoint(name.split("|")))


def first_names(names: Iterable[str]) -> list[str]:
    """The first name of each package: newer systems provide it under this name too."""
    return [name.split("|")[0] for name in names]


def install_packages(names: Sequence[str]) -> bool:
    """Install *names* with apt; False, after naming them in one sentence, when rights or apt are wanting."""
    command = f"apt-get install -y --no-install-recommends {' '.join(names)}"
    sudo = _sudo()
    if sudo is None or not shutil.which("apt-get"):
        say(f"These system packages are missing and need rights to install: sudo {command}")
        return False
    say("Installing system packages: " + " ".join(names))
    listed = any(Path("/var/lib/apt/lists").glob("*_Packages*"))
    if listed and _apt(sudo, command):
        return True
    for _ in range(_TRIES):
        if _apt(sudo, "apt-get update") and _apt(sudo, command):
            return True
    say(f"apt could not install them; try: sudo {command}")
    return False


def _sudo() -> list[str] | None:
    """The words before a command that needs rights: none for root; None when it takes a password."""
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo, "-n"] if sudo and works([sudo, "-n", "true"]) else None


def _apt(sudo: list[str], command: str) -> bool:
    done = subprocess.run(
        [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", *command.split(), *_PATIENCE.split()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        say("\n".join(done.stdout.splitlines()[-5:]))
    return done.returncode == 0


def works(command: list[str]) -> bool:
    """Whether this command runs and succeeds."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def say(text: str) -> None:
    """Print *text* at once, before what the called programs print."""
    print(text, flush=True)
