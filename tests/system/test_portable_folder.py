"""The folder for a USB stick, on Linux: it keeps its data beside it, wherever it is put."""

import subprocess
import tarfile
from pathlib import Path

import pytest

from .conftest import Screen, one, run, succeeds, until

pytestmark = [pytest.mark.system, pytest.mark.timeout(1500)]

DAY = "2026-11-23"


def test_it_keeps_everything_beside_it_and_travels(built: Path, display: Screen, tmp_path: Path) -> None:
    home, stick = tmp_path / "home", tmp_path / "clé USB"
    home.mkdir()
    with tarfile.open(one(built, "Creances-*-portable-linux.tar.xz")) as archive:
        archive.extractall(stick, filter="data")
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "xcb",
                   "DISPLAY": display.environment["DISPLAY"]}  # fmt: skip
    folder = stick / "Creances"
    assert "Données" in (folder / "LISEZ-MOI.txt").read_text(encoding="utf-8-sig")
    _open_and_close(folder, environment, display, "--exemple", "--jour", DAY)
    assert (folder / "Données" / f"exemple-{DAY}.creances").is_file()
    assert (folder / "Données" / "settings" / "interface.ini").is_file()
    assert list(home.rglob("*")) == [], "nothing stays on the machine"

    moved = tmp_path / "ailleurs" / "Creances"
    moved.parent.mkdir()
    folder.rename(moved)
    _open_and_close(moved, environment, display)  # without a word: the last dossier, under its new place
    checked = run(moved / "creances", "verifier", "--dossier", moved / "Données" / f"exemple-{DAY}.creances",
                  environment=environment)  # fmt: skip
    assert "est intact" in checked.stdout


def _open_and_close(folder: Path, environment: dict[str, str], display: Screen, *words: str) -> None:
    process = subprocess.Popen([folder / "creances-desktop", *words], env=environment)
    try:
        until(lambda: process.poll() is not None or any("Lefèvre" in title for title in display.titles()))
        assert process.poll() is None
        display.focus("Lefèvre")
        display.keys("ctrl+q")
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait(30)


def test_its_archive_holds_no_link(built: Path) -> None:
    listed = succeeds("tar", "-tvf", one(built, "Creances-*-portable-linux.tar.xz")).splitlines()
    assert len(listed) > 100
    assert {line[0] for line in listed} == {"-"}
