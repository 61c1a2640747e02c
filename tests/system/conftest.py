"""What the tests of the installers share: the installers themselves, made once, and programs run in peace."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ALREADY_BUILT = "CREANCES_BUILT"
"""The folder of installers that are already made: on the machines that only try them."""
OLDER = "0.0.9"


def run(
    *words: object,
    environment: Mapping[str, str] | None = None,
    seconds: float = 300,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end; what it said is UTF-8."""
    return subprocess.run(
        [str(word) for word in words], env=environment, capture_output=True, text=True, encoding="utf-8",
        errors="replace", check=False, timeout=seconds, stdin=subprocess.DEVNULL, cwd=cwd,
    )  # fmt: skip


def succeeds(*words: object, **options: Any) -> str:
    """What a program printed; fails with all that it said when it did not succeed."""
    done = run(*words, **options)
    assert done.returncode == 0, f"{words}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """What the condition gives once it is true; fails after some time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.5)
    pytest.fail(f"{condition} did not come within {seconds:.0f} s")


def dev_build(*words: object) -> None:
    """Runs `dev.py build` with these words."""
    succeeds(sys.executable, ROOT / "packaging" / "dev.py", "build", "--fast", *words, seconds=1200)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all the installers that this machine makes."""
    if already := os.environ.get(ALREADY_BUILT):
        return Path(already).absolute()
    out = tmp_path_factory.mktemp("built")
    dev_build("--out", out)
    return out


@pytest.fixture(scope="session")
def older(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same under an older version number, to be upgraded; nothing was released before this version."""
    if already := os.environ.get(f"{ALREADY_BUILT}_OLDER"):
        return Path(already).absolute()
    out = tmp_path_factory.mktemp("older")
    dev_build("--reuse", "--label", OLDER, "--linux", "--windows", "--out", out)
    return out


def one(folder: Path, pattern: str) -> Path:
    """The one file of that name in the folder."""
    found = sorted(folder.glob(pattern))
    assert len(found) == 1, f"{pattern} in {folder}: {found}"
    return found[0]


class Screen:
    """What an X server shows, and keys to its focused window."""

    def __init__(self, display: str) -> None:
        self.environment = dict(os.environ, DISPLAY=display)

    def titles(self) -> list[str]:
        """The titles of the visible windows."""
        asked = [
            run("xdotool", "getwindowname", number, environment=self.environment).stdout.strip()
            for number in self._numbers(".")
        ]
        return [title for title in asked if title]

    def _numbers(self, title: str) -> list[str]:
        words = ("xdotool", "search", "--onlyvisible", "--name", title)
        return run(*words, environment=self.environment).stdout.split()

    def focus(self, title: str) -> None:
        """Gives the keyboard to the window of this title once it is there, as a window manager would."""
        number = until(partial(self._numbers, title), 90)[-1]
        run("xdotool", "windowfocus", "--sync", number, environment=self.environment)

    def keys(self, *keys: str) -> None:
        """Presses keys one after the other."""
        for key in keys:
            run("xdotool", "key", "--clearmodifiers", key, environment=self.environment)
            time.sleep(0.3)

    def picture(self, path: Path) -> bytes:
        """What the screen shows, as a PNG file."""
        succeeds("import", "-window", "root", path, environment=self.environment)
        return path.read_bytes()

    def settled_picture(self, path: Path, *, unlike: bytes) -> bytes:
        """What the screen shows once it no longer changes, and shows something else than before."""
        last = b""

        def settled() -> bytes | None:
            nonlocal last
            before, last = last, self.picture(path)
            return last if last == before != unlike else None

        return bytes(until(settled, 180))

    def tabs(self, title: str, folder: Path) -> Sequence[bytes]:
        """A picture of each of the five tabs of the program; the last one is shown first."""
        pictures = [b""]
        for number in range(5, 0, -1):
            self.focus(title)
            self.keys(f"ctrl+{number}")
            pictures.append(self.settled_picture(folder / f"tab-{number}.png", unlike=pictures[-1]))
        return pictures[1:]


@pytest.fixture(scope="session")
def display(x_display: str) -> Screen:
    """The X server of the tests."""
    return Screen(x_display)
