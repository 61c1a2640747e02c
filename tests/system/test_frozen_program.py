"""The program as PyInstaller built it: it does the main job, and holds all that it may ever import."""

import ast
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from .conftest import ROOT, Screen, one, run, succeeds, until

pytestmark = [pytest.mark.system, pytest.mark.timeout(1500)]

SOURCES = ROOT / "src"
PROGRAM = ROOT / "build" / "frozen" / "creances-desktop"
INNER = PROGRAM / "_internal"
DAY = "2026-11-23"
LARGEST_MB = 200
LONGEST_START_S = 20
ONLY_ON_WINDOWS = {"winreg", "msvcrt"}
PARTS_OF_QT_NOT_SHIPPED = ("Quick", "Qml", "Network", "Sql", "Pdf", "OpenGL", "VirtualKeyboard", "WebEngine")


@pytest.fixture
def alone(built: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has neither Python nor the sources."""
    home = tmp_path / "home"
    home.mkdir()
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def _modules() -> Iterator[str]:
    """The modules of the program."""
    for path in SOURCES.rglob("*.py"):
        parts = path.relative_to(SOURCES).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports() -> Iterator[str]:
    """The modules of others that the program imports anywhere, late imports included."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module


def _archived() -> set[str]:
    """The modules inside the program and its base library."""
    reader = (
        "import json, sys, zipfile\n"
        "from PyInstaller.archive.readers import CArchiveReader\n"
        "archive = CArchiveReader(sys.argv[1])\n"
        "(name,) = [name for name in archive.toc if name.startswith('PYZ')]\n"
        "names = [*archive.toc, *archive.open_embedded_archive(name).toc]  # what starts it lies outside\n"
        "base = zipfile.ZipFile(sys.argv[2]).namelist()\n"
        "names += [n.removesuffix('.pyc').removesuffix('/__init__').replace('/', '.') for n in base]\n"
        "print(json.dumps(names))\n"
    )
    python = ROOT / "build" / "venv" / "bin" / "python"
    program, base = PROGRAM / "creances-desktop", INNER / "base_library.zip"
    return set(json.loads(succeeds(python, "-c", reader, program, base)))


def test_it_holds_every_module_that_it_may_import(alone: Mapping[str, str]) -> None:
    archived = _archived()
    libraries = {
        ".".join((*path.relative_to(INNER).parts[:-1], path.name.split(".")[0]))
        for path in INNER.rglob("*.so")
    }
    assert sorted(set(_modules()) - archived) == []
    elsewhere = set(sys.builtin_module_names) | {
        path.name.split(".")[0] for path in (INNER / f"python3.{sys.version_info.minor}").rglob("*.so")
    }
    inside = archived | libraries | elsewhere | ONLY_ON_WINDOWS
    missing = {
        name for name in _imports() if name not in inside and name.partition(".")[0] != "creances_desktop"
    }
    assert sorted(missing) == []


def test_it_does_the_main_job_without_a_window(alone: Mapping[str, str], tmp_path: Path) -> None:
    command, dossier, letters = PROGRAM / "creances", tmp_path / "été.creances", tmp_path / "lettres"
    assert "0.1" in succeeds(command, "--version", environment=alone)
    succeeds(command, "demo", "--vers", dossier, "--jour", DAY, environment=alone)
    answer = succeeds(
        command,
        "relances",
        "--dossier",
        dossier,
        "--sortie",
        letters,
        "--jour",
        DAY,
        "--json",
        environment=alone,
    )
    written = {letter["file"] for letter in json.loads(answer)["letters"]}
    assert written
    assert all((letters / name).read_bytes().startswith(b"%PDF") for name in written)
    assert "est intact" in succeeds(command, "verifier", "--dossier", dossier, environment=alone)
    refused = run(command, "verifier", "--dossier", tmp_path / "absent.creances", environment=alone)
    assert refused.returncode == 1
    assert "absent.creances" in refused.stderr


def test_it_opens_each_tab_and_writes_the_letters_without_a_screen(
    alone: Mapping[str, str], tmp_path: Path
) -> None:
    program, out = PROGRAM / "creances-desktop", tmp_path / "sortie"
    written = succeeds(
        program, "--sans-ecran", "--sortie", out, "--jour", DAY, environment=alone
    ).splitlines()
    pictures = [Path(name).read_bytes() for name in written if name.endswith(".png")]
    assert len(set(pictures)) == 5
    assert any(name.endswith(".pdf") for name in written)


def test_its_window_opens_on_a_screen_in_french(
    alone: Mapping[str, str], display: Screen, tmp_path: Path
) -> None:
    dossier = tmp_path / "exemple.creances"
    succeeds(PROGRAM / "creances", "demo", "--vers", dossier, "--jour", DAY, environment=alone)
    began = time.monotonic()
    process = subprocess.Popen(
        [PROGRAM / "creances-desktop", dossier, "--jour", DAY],
        env=dict(alone, DISPLAY=display.environment["DISPLAY"], QT_QPA_PLATFORM="xcb"),
    )
    try:
        until(lambda: any("Créances" in title for title in display.titles()))
        assert time.monotonic() - began < LONGEST_START_S
        pictures = display.tabs("Créances", tmp_path)
        assert len(set(pictures)) == 5
        assert process.poll() is None
        display.focus("Créances")
        display.keys("ctrl+q")
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait(30)


def test_what_it_calls_finds_the_libraries_of_the_system(alone: Mapping[str, str], tmp_path: Path) -> None:
    """A program of the system (lp, xdg-open) that met our libraries would break."""
    hook = (ROOT / "packaging" / "installers" / "programs" / "environment.py").read_text(encoding="utf-8")
    before = dict(os.environ)
    try:
        os.environ.update(LD_LIBRARY_PATH="/opt/inner", LD_LIBRARY_PATH_ORIG="/usr/own")
        exec(compile(hook, "environment.py", "exec"), {})  # noqa: S102 - as PyInstaller does it
        assert os.environ["LD_LIBRARY_PATH"] == "/usr/own"
        os.environ["LD_LIBRARY_PATH"] = "/opt/inner"
        exec(compile(hook, "environment.py", "exec"), {})  # noqa: S102 - as PyInstaller does it
        assert "LD_LIBRARY_PATH" not in os.environ
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_it_is_as_small_as_it_can_be(alone: Mapping[str, str]) -> None:
    size = sum(path.stat().st_size for path in PROGRAM.rglob("*") if path.is_file())
    assert size < LARGEST_MB * 1e6
    names = [path.name for path in INNER.rglob("*")]
    for part in PARTS_OF_QT_NOT_SHIPPED:
        assert not [name for name in names if f"Qt6{part}" in name], part
    translations = {path.name for path in (INNER / "PySide6").rglob("*.qm")}
    assert translations <= {"qtbase_fr.qm", "qt_fr.qm"}
    assert "qtbase_fr.qm" in translations
    assert not [path for path in PROGRAM.rglob("*") if path.is_symlink()], "a USB stick knows no links"


def test_it_lists_the_licences_of_all_that_it_brings(alone: Mapping[str, str]) -> None:
    listed = json.loads((INNER / "creances_desktop/resources/licences.json").read_text(encoding="utf-8"))
    names = {one["name"].lower().replace("_", "-"): one for one in listed}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.partition("==")[0] for line in lock.splitlines() if "==" in line}
    assert locked <= set(names), locked - set(names)
    assert {"créances", "python", "source sans 3", "lucide", "pyinstaller (bootloader)"} <= set(names)
    assert names["pyside6-essentials"]["licence"] == "LGPL-3.0-only"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in names["pyside6-essentials"]["text"]
    without = sorted(name for name, one in names.items() if not one["text"] and "debian" not in name)
    assert without == []


def test_the_checksums_are_those_of_the_files(built: Path) -> None:
    assert one(built, "SHA256SUMS")
    listed = succeeds("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=built)
    assert len(listed.splitlines()) == len(list(built.iterdir())) - 1 >= 6


def test_it_reads_the_papers_of_others_in_a_process_of_its_own(alone: Mapping[str, str]) -> None:
    for name in ("creances-desktop", "creances"):
        asked = subprocess.run(
            [PROGRAM / name, "--papiers"], input=b"", env=alone, capture_output=True, timeout=120, check=False
        )
        assert (asked.returncode, asked.stdout) == (0, b"creances: papiers\n"), asked.stderr
