"""The disk image for macOS, on a Mac: opened, its application copied and used."""

import json
import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import one, succeeds, until

pytestmark = [
    pytest.mark.system,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(sys.platform != "darwin", reason="only a Mac opens disk images"),
]

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def application(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The application, copied out of the image as its user does."""
    place = tmp_path_factory.mktemp("image")
    succeeds("hdiutil", "attach", "-nobrowse", "-mountpoint", place, one(built, "Creances-*-macos-*.dmg"))
    try:
        assert (place / "Applications").is_symlink()
        copy = tmp_path_factory.mktemp("Applications") / "Créances.app"
        shutil.copytree(place / "Créances.app", copy, symlinks=True)
        yield copy
    finally:
        succeeds("hdiutil", "detach", place)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Somebody new: a home of his own, no Python."""
    (tmp_path / "home").mkdir()
    return {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", "LANG": "fr_FR.UTF-8"}


def _program(application: Path) -> Path:
    return application / "Contents" / "MacOS" / "creances-desktop"


def test_it_says_what_it_is_and_which_files_are_its_own(application: Path) -> None:
    told = plistlib.loads((application / "Contents" / "Info.plist").read_bytes())
    assert told["CFBundleIdentifier"] == "org.creances_desktop.Creances"
    assert told["CFBundleDisplayName"] == "Créances"
    (exported,) = told["UTExportedTypeDeclarations"]
    assert exported["UTTypeTagSpecification"]["public.filename-extension"] == ["creances"]
    succeeds("codesign", "--verify", "--deep", "--strict", application)
    listed = (application / "Contents/Resources/creances_desktop/resources/licences.json").read_text("utf-8")
    assert {"Python", "PySide6_Essentials"} <= {each["name"] for each in json.loads(listed)}


def test_it_does_the_main_job(application: Path, environment: dict[str, str], tmp_path: Path) -> None:
    dossier, letters = tmp_path / "été.creances", tmp_path / "lettres"
    command = dict(environment, CREANCES_AS_COMMAND="1")
    program = _program(application)
    succeeds(program, "demo", "--vers", dossier, "--jour", DAY, environment=command)
    succeeds(
        program, "relances", "--dossier", dossier, "--sortie", letters, "--jour", DAY, environment=command
    )
    assert list(letters.glob("*.pdf"))
    assert "est intact" in succeeds(program, "verifier", "--dossier", dossier, environment=command)
    out = tmp_path / "sortie"
    shown = succeeds(program, "--sans-ecran", "--sortie", out, "--jour", DAY, environment=environment)
    assert len({Path(name).read_bytes() for name in shown.splitlines() if name.endswith(".png")}) == 5


def test_its_window_opens(application: Path, environment: dict[str, str], tmp_path: Path) -> None:
    data = dict(environment, CREANCES_DATA_DIR=str(tmp_path / "données"))
    process = subprocess.Popen(
        [_program(application), "--exemple", "--jour", DAY], env={**os.environ, **data}
    )
    try:
        until(
            lambda: list((tmp_path / "données").glob("exemple-*.creances")) or process.poll() is not None, 120
        )
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(30)
