"""Makes the wheel and the installers that this machine can make; ``dev.py build`` calls it.

It runs in an environment of its own (``build/venv``: requirements-build.lock).
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import facts
import frozen
import icons
import portable

import linux
import macos
import windows

SUMS = "SHA256SUMS"
NEEDED = {"windows": ("makensis", "x86_64-w64-mingw32-gcc", "osslsigncode")}


def main() -> int:
    """Make what the words ask for, or all that can be made here; 0."""
    asked = _words()
    asked.out.mkdir(parents=True, exist_ok=True)
    makers: dict[str, Callable[[argparse.Namespace], list[Path]]] = {
        "wheel": _wheel, "linux": _linux, "windows": _windows, "macos": _macos,
    }  # fmt: skip
    chosen = [name for name in makers if getattr(asked, name)] or [name for name in makers if _can(name)]
    if not asked.reuse:
        icons.build()
    for name in chosen:
        for path in makers[name](asked):
            print(f"{path.stat().st_size / 1e6:7.1f} MB  {path}", flush=True)
    write_sums(asked.out)
    return 0


def write_sums(folder: Path) -> Path:
    """The checksums of all that lies in the folder, as ``sha256sum --check`` reads them."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != SUMS
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return folder / SUMS


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py build", description="Makes the installers.")
    parser.add_argument("--wheel", action="store_true", help="only the wheel")
    parser.add_argument(
        "--linux", action="store_true", help="only what is for Linux: .deb, .rpm, portable folder"
    )
    parser.add_argument(
        "--windows", action="store_true", help="only what is for Windows: installer, portable folder"
    )
    parser.add_argument("--macos", action="store_true", help="only what is for macOS, on a Mac")
    parser.add_argument("--out", type=Path, default=facts.DIST, help="where to put them (default: dist/)")
    parser.add_argument("--fast", action="store_true", help="packed less well, for tests")
    parser.add_argument("--reuse", action="store_true", help="around the program as the last build left it")
    parser.add_argument(
        "--label", default=facts.VERSION, help="under another version number, to test upgrades"
    )
    return parser.parse_args()


def _can(name: str) -> bool:
    """Whether this machine can make this; what it cannot is said, never left out in silence."""
    system = {"linux": "linux", "macos": "darwin", "windows": "linux"}.get(name, sys.platform)
    if sys.platform != system:
        print(f"Not made here: {name} (needs {system})", flush=True)
        return False
    missing = [program for program in NEEDED.get(name, ()) if shutil.which(program) is None]
    if missing:
        print(f"Not made here: {name} (needs {', '.join(missing)})", flush=True)
    return not missing


def _wheel(asked: argparse.Namespace) -> list[Path]:
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(asked.out)]
    subprocess.run(
        words, check=True, cwd=facts.ROOT, env=facts.build_environment(), stdout=subprocess.DEVNULL
    )
    return sorted(asked.out.glob(f"creances_desktop-{facts.VERSION}-*.whl"))


def _linux(asked: argparse.Namespace) -> list[Path]:
    program = frozen.FOLDER if asked.reuse else frozen.build()
    options = {"version": asked.label, "out": asked.out, "fast": asked.fast}
    packages = linux.build(program, **options)
    return packages if asked.label != facts.VERSION else [*packages, portable.linux(program, **options)]


def _windows(asked: argparse.Namespace) -> list[Path]:
    stage = windows.STAGE if asked.reuse else windows.stage()
    options = {"version": asked.label, "out": asked.out, "fast": asked.fast}
    made = [windows.installer(**options)]
    return made if asked.label != facts.VERSION else [*made, portable.windows(stage, **options)]


def _macos(asked: argparse.Namespace) -> list[Path]:
    frozen.build()
    return [macos.image(out=asked.out)]


if __name__ == "__main__":
    sys.exit(main())
