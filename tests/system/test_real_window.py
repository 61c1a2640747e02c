"""The main job in a real window on a real X server, driven by the keyboard as its user would."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.system

DAY = "2026-06-29"
ROOT = Path(__file__).parents[2]


def command(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Runs `creances` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "creances_desktop.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """What the condition gives once it is true; fails after some time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    pytest.fail(f"{condition} did not come within {seconds:.0f} s")


class Screen:
    """Keys to the focused window of an X server, and what it shows."""

    def __init__(self, display: str) -> None:
        self.environment = dict(
            os.environ, DISPLAY=display, QT_QPA_PLATFORM="xcb", PYTHONPATH=str(ROOT / "src")
        )

    def windows(self, title: str) -> list[str]:
        """The ids of the visible windows whose title contains these words."""
        found = self._run("xdotool", "search", "--onlyvisible", "--name", title)
        return found.stdout.split()

    def focus(self, title: str) -> None:
        """Waits for the window and gives it the keyboard, as a window manager would."""
        window = until(lambda: self.windows(title))[-1]
        self._run("xdotool", "windowfocus", "--sync", window)

    def keys(self, *keys: str) -> None:
        """Presses keys one after the other."""
        for key in keys:
            self._run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.15)

    def type(self, text: str) -> None:
        """Types a text."""
        self._run("xdotool", "type", "--delay", "5", text)

    def picture(self, path: Path) -> bytes:
        """What the screen shows, as a PNG file."""
        self._run("import", "-window", "root", str(path))
        return path.read_bytes()

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, env=self.environment, capture_output=True, text=True, check=False, timeout=30
        )


@pytest.fixture
def screen(x_display: str) -> Screen:
    """The X server of the tests."""
    return Screen(x_display)


@pytest.fixture
def dossier(tmp_path: Path, ledger: Callable[[str], Path], screen: Screen) -> Path:
    """A dossier with a ledger of a hundred invoices, imported by the command."""
    path = tmp_path / "société.creances"
    profile = tmp_path / "profil.json"
    profile.write_text(json.dumps({"legal_form": "SARL", "address": "1 rue du Port\n44000 Nantes"}))
    made = command(
        screen.environment, "creer", "--vers", str(path), "--societe", "Essai", "--profil", str(profile)
    )
    assert made.returncode == 0, made.stderr
    files = [str(ledger("xs") / "fr" / f"{name}.csv") for name in ("clients", "invoices", "payments")]
    read = command(screen.environment, "importer", *files, "--dossier", str(path), "--jour", DAY)
    assert read.returncode == 0, read.stderr
    return path


@pytest.fixture
def window(dossier: Path, screen: Screen, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on the dossier, its window focused."""
    said = tmp_path / "programme.log"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "creances_desktop", str(dossier), "--jour", DAY],
            env=screen.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        until(lambda: screen.windows("Essai") or process.poll() is not None)
        assert process.poll() is None, said.read_text(encoding="utf-8")
        screen.focus("Essai")
        yield process
    finally:
        process.kill()
        process.wait(30)


def test_a_morning_in_the_real_window(
    window: subprocess.Popen[bytes], dossier: Path, screen: Screen, tmp_path: Path
) -> None:
    planned = command(
        screen.environment, "relances", "--dossier", str(dossier), "--sortie", str(tmp_path / "x"),
        "--simuler", "--json", "--jour", DAY,
    )  # fmt: skip
    assert planned.returncode == 0, "reading goes on while the window has the dossier"
    letters = json.loads(planned.stdout)["letters"]
    assert letters
    refused = command(
        screen.environment, "relances", "--dossier", str(dossier), "--sortie", str(tmp_path / "x"),
        "--jour", DAY,
    )  # fmt: skip
    assert refused.returncode == 1
    assert "fenêtre" in refused.stderr

    pictures = []
    for number in range(1, 6):
        screen.keys(f"ctrl+{number}")
        time.sleep(1)
        pictures.append(screen.picture(tmp_path / f"{number}.png"))
    assert len(set(pictures)) == 5, "each tab shows something of its own"

    screen.keys("ctrl+4", "alt+s")
    time.sleep(0.5)
    screen.keys("p")
    folder = tmp_path / "lettres"
    folder.mkdir()
    screen.focus("Enregistrer les lettres")
    screen.keys("ctrl+a")
    screen.type(str(folder))
    screen.keys("Return")
    names = {letter["client"] for letter in letters}
    until(lambda: {path.name.split("_")[0] for path in folder.glob("*_*.pdf")} >= names)
    assert window.poll() is None

    screen.focus("Essai")
    screen.keys("Escape", "ctrl+q")
    assert window.wait(30) == 0
    checked = command(screen.environment, "verifier", "--dossier", str(dossier))
    assert checked.returncode == 0, checked.stderr
    again = command(
        screen.environment, "relances", "--dossier", str(dossier), "--sortie", str(tmp_path / "y"),
        "--simuler", "--json", "--jour", DAY,
    )  # fmt: skip
    assert json.loads(again.stdout)["letters"] == [], "nobody is written to twice"
