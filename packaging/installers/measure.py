"""Prints the sizes of the installers in a folder, and how long the frozen program takes to start.

``build/venv/bin/python packaging/installers/measure.py [dist]``, on a Linux machine with Xvfb and xdotool. A
start is cold when this may empty the caches of the system (as root), warm otherwise.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import facts
import frozen

RUNS = 3
CACHES = Path("/proc/sys/vm/drop_caches")
DISPLAY = ":94"


def main() -> int:
    """0, after printing."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else facts.DIST
    for path in sorted(folder.iterdir()):
        print(f"{path.stat().st_size / 1e6:8.1f} MB  {path.name}")
    for name, place in (("Linux", frozen.FOLDER), ("Windows", facts.BUILD / "windows" / "stage")):
        files = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
        print(f"{sum(files) / 1e6:8.1f} MB  installed on {name}, {len(files)} files")
    screen = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1600x1000x24", "-nolisten", "tcp"])
    try:
        with tempfile.TemporaryDirectory() as home:
            dossier = Path(home) / "exemple.creances"
            environment = dict(os.environ, HOME=home, DISPLAY=DISPLAY, QT_QPA_PLATFORM="xcb")
            words = [str(frozen.FOLDER / facts.COMMAND), "demo", "--vers", str(dossier)]
            subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL)
            for cold in (True, False):
                starts = [_start(dossier, environment, cold=cold) for _ in range(RUNS)]
                kind = "cold" if cold else "warm"
                print(f"{statistics.median(starts):8.2f} s   {kind} start to the window")
    finally:
        screen.terminate()
        screen.wait(10)
    return 0


def _start(dossier: Path, environment: dict[str, str], *, cold: bool) -> float:
    """The seconds from the double click to the window on the example dossier."""
    if cold and os.access(CACHES, os.W_OK):
        os.sync()
        CACHES.write_text("3\n", encoding="ascii")
    began = time.monotonic()
    process = subprocess.Popen([str(frozen.FOLDER / facts.PACKAGE), str(dossier)], env=environment)
    words = ["xdotool", "search", "--sync", "--onlyvisible", "--name", facts.NAME]
    subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    process.terminate()
    process.wait(30)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
