"""The installer for Windows, under Wine or on a real Windows: installed, used, upgraded, removed."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import OLDER, ROOT, Screen, one, run, succeeds, until
from .windows_machine import REAL, WindowsMachine

pytestmark = [pytest.mark.system, pytest.mark.timeout(1500)]

DAY = "2026-11-23"
DONE, STILL_OPEN = 0, 3
INSTALLER = "Creances-*-windows.exe"
UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Creances"
ASSOCIATION = "Software\\Classes\\.creances"
on_linux = pytest.mark.skipif(REAL, reason="the launchers are looked into where they are made")


@pytest.fixture(scope="module")
def machine(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[WindowsMachine]:
    """A Windows without the program."""
    display = "" if REAL else request.getfixturevalue("x_display")
    made = WindowsMachine(tmp_path_factory.mktemp("wine") / "prefix", display)
    yield made
    made.end()


@pytest.fixture
def titles(machine: WindowsMachine, request: pytest.FixtureRequest) -> Callable[[], list[str]]:
    """Tells the titles of the windows on the screen."""
    return machine.titles if REAL else request.getfixturevalue("display").titles


def _schema(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _close(process: subprocess.Popen[bytes], screen: Screen | None) -> None:
    """Closes the window by the keyboard; on a real Windows, as its task list does."""
    if screen is None:
        succeeds("taskkill", "/IM", "creances-desktop.exe")
    else:
        screen.focus("Créances")
        screen.keys("ctrl+q")
    assert process.wait(60) == 0


@dataclass(frozen=True)
class Trial:
    """The program on a machine, from its installation to its removal."""

    machine: WindowsMachine
    new: Path
    old: Path
    documents: Path

    @property
    def folder(self) -> Path:
        """Where it is installed."""
        return self.machine.local / "Programs" / "Creances"

    @property
    def version(self) -> str:
        """The version that is tried."""
        return self.new.name.split("-")[1]

    def command(self, *words: object) -> str:
        """What `creances.exe` prints."""
        return self.machine.succeeds(self.folder / "creances.exe", *words)

    def registered(self) -> str | None:
        """The version that the list of installed programs shows."""
        return self.machine.registry(UNINSTALL, "DisplayVersion")

    def papers(self) -> dict[Path, bytes]:
        """All that the user has."""
        return {path: path.read_bytes() for path in self.documents.rglob("*") if path.is_file()}


@pytest.fixture
def trial(machine: WindowsMachine, built: Path, older: Path) -> Trial:
    """Installers of two versions, and a user with a folder for his documents."""
    documents = machine.home / "Documents d’été"
    documents.mkdir()
    return Trial(machine, one(built, INSTALLER), one(older, INSTALLER), documents)


def test_somebody_new_installs_uses_upgrades_and_removes_it(
    trial: Trial, titles: Callable[[], list[str]], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    screen = None if REAL else request.getfixturevalue("display")
    _install_the_older(trial)
    example = _do_the_main_job(trial)
    _open_the_window(trial, example, titles, screen, tmp_path)
    _upgrade(trial, example)
    _remove(trial)


def _install_the_older(trial: Trial) -> None:
    """Without a question, and without administrator rights."""
    machine, folder = trial.machine, trial.folder
    assert machine.run(trial.old, "/S").returncode == DONE
    machine.help_wine(folder)
    shown = machine.registry(UNINSTALL, "DisplayName") or ""
    assert re.fullmatch(r"Cr.ances", shown), "reg speaks another code page than ours"
    assert trial.registered() == OLDER
    assert machine.registry(ASSOCIATION) == "CreancesDesktop.Dossier"
    opens = machine.registry("Software\\Classes\\CreancesDesktop.Dossier\\shell\\open\\command")
    assert opens == f'"{machine.name(folder)}\\creances-desktop.exe" "%1"'
    assert machine.name(folder) in (machine.registry("Environment", "Path") or "")
    assert [path.name for path in machine.menu.glob("Cr*ances.lnk")] == ["Créances.lnk"]
    assert list((folder / "lib/creances_desktop").rglob("*.pyc")), "the first start is prepared"


def _do_the_main_job(trial: Trial) -> Path:
    """On the console; the example dossier."""
    example, letters = trial.documents / "exemple.creances", trial.documents / "lettres"
    assert trial.command("--version").startswith("creances ")
    trial.command("demo", "--vers", example, "--jour", DAY)
    trial.command("relances", "--dossier", example, "--sortie", letters, "--jour", DAY)
    written = list(letters.glob("*.pdf"))
    assert written
    assert all(path.read_bytes().startswith(b"%PDF") for path in written)
    assert "est intact" in trial.command("verifier", "--dossier", example)
    absent = trial.documents / "absent.creances"
    refused = trial.machine.run(trial.folder / "creances.exe", "verifier", "--dossier", absent)
    assert refused.returncode == 1
    assert "absent.creances" in refused.stderr
    return example


def _open_the_window(
    trial: Trial, example: Path, titles: Callable[[], list[str]], screen: Screen | None, folder: Path
) -> None:
    """While it is open, nothing is replaced and nothing removed."""
    process = trial.machine.start(trial.folder / "creances-desktop.exe", example, "--jour", DAY)
    until(lambda: any("Créances" in title for title in titles()), 300)
    if screen is not None:
        assert len(set(screen.tabs("Créances", folder))) == 5
    assert trial.machine.run(trial.new, "/S").returncode == STILL_OPEN
    assert trial.registered() == OLDER
    assert process.poll() is None
    _close(process, screen)


def _upgrade(trial: Trial, example: Path) -> None:
    """In place: what only the older version brought is gone, the dossiers are untouched, then migrated."""
    migrated = trial.documents / "ancien.creances"
    shutil.copy(ROOT / "tests/data/versions/1.creances", migrated)
    before = trial.papers()
    (trial.folder / "lib" / "module_retire.py").touch()
    assert trial.machine.run(trial.new, "/S").returncode == DONE
    trial.machine.help_wine(trial.folder)
    assert trial.registered() == trial.version
    assert not (trial.folder / "lib" / "module_retire.py").exists()
    assert not (trial.folder / "nouveau").exists()
    assert trial.papers() == before
    trial.command("relances", "--dossier", migrated, "--sortie", trial.documents / "lettres", "--jour", DAY)
    assert _schema(migrated) == _schema(example) > 1
    assert "est intact" in trial.command("verifier", "--dossier", migrated)


def _remove(trial: Trial) -> None:
    """Nothing of the program is left, everything of its user is."""
    machine, kept = trial.machine, trial.papers()
    assert machine.run(trial.folder / "desinstaller.exe", "/S").returncode == DONE
    until(lambda: not trial.folder.exists())
    until(lambda: trial.registered() is None)
    assert machine.registry(ASSOCIATION) is None
    assert machine.registry("Software\\Classes\\CreancesDesktop.Dossier") is None
    assert machine.registry("Software\\Creances", "InstallDir") is None
    assert machine.name(trial.folder) not in (machine.registry("Environment", "Path") or "")
    assert not list(machine.menu.glob("Cr*ances.lnk"))
    assert trial.papers() == kept
    assert (machine.local / "Creances").is_dir(), "preferences and logs are the user's"


def test_the_portable_folder_keeps_everything_beside_it(
    machine: WindowsMachine, built: Path, titles: Callable[[], list[str]], request: pytest.FixtureRequest
) -> None:
    """A stick keeps all that the program writes; what lies on the machine is not touched."""
    screen = None if REAL else request.getfixturevalue("display")
    stick = machine.home / "clé USB"
    with zipfile.ZipFile(one(built, "Creances-*-portable-windows.zip")) as archive:
        archive.extractall(stick)
    folder = stick / "Creances"
    machine.help_wine(folder)
    before = _tree(machine.local)
    process = machine.start(folder / "creances-desktop.exe", "--exemple", "--jour", DAY)
    until(lambda: any("Lefèvre" in title for title in titles()), 300)
    _close(process, screen)
    data = folder / "Données"
    assert [path.name for path in data.glob("*.creances")] == [f"exemple-{DAY}.creances"]
    assert (data / "settings" / "interface.ini").is_file()
    assert (data / "logs").is_dir()
    assert _tree(machine.local) == before


def _tree(folder: Path) -> set[str]:
    """The files below a folder, those of the system's own cellar aside."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if "Creances" in str(path)}


@on_linux
@pytest.mark.parametrize(("program", "console"), [("creances-desktop", False), ("creances", True)])
def test_the_launchers_bear_icon_version_and_manifest(built: Path, program: str, console: bool) -> None:
    reader = (
        "import json, pefile, sys\n"
        "pe = pefile.PE(sys.argv[1])\n"
        "strings = {k.decode(): v.decode() for i in pe.FileInfo[0] if i.Key == b'StringFileInfo'\n"
        "           for t in i.StringTable for k, v in t.entries.items()}\n"
        "kinds = {e.id: e for e in pe.DIRECTORY_ENTRY_RESOURCE.entries}\n"
        "icons = len(kinds[3].directory.entries)\n"
        "place = kinds[24].directory.entries[0].directory.entries[0].data.struct\n"
        "manifest = pe.get_data(place.OffsetToData, place.Size).decode()\n"
        "print(json.dumps([strings, icons, manifest, pe.OPTIONAL_HEADER.Subsystem,\n"
        "                  pe.FILE_HEADER.TimeDateStamp]))\n"
    )
    stage = ROOT / "build" / "windows" / "stage"
    said = succeeds(ROOT / "build/venv/bin/python", "-c", reader, stage / f"{program}.exe")
    strings, icons, manifest, subsystem, stamp = json.loads(said)
    version = one(built, INSTALLER).name.split("-")[1]
    assert strings["ProductName"] == "Créances"
    assert strings["ProductVersion"] == strings["FileVersion"] == version
    assert strings["OriginalFilename"] == f"{program}.exe"
    assert icons >= 6
    assert "PerMonitorV2" in manifest
    assert 'level="asInvoker"' in manifest
    assert subsystem == (3 if console else 2)
    assert stamp == 0, "the same sources give the same bytes"


@on_linux
def test_a_certificate_signs_what_is_downloaded(built: Path, tmp_path: Path) -> None:
    key, certificate, pair = (tmp_path / name for name in ("key.pem", "certificate.pem", "pair.pfx"))
    succeeds(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
        "-subj", "/CN=creances-desktop test", "-days", "2", "-addext", "extendedKeyUsage=codeSigning",
    )  # fmt: skip
    succeeds(
        "openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", pair, "-passout", "pass:é"
    )
    program = tmp_path / "setup.exe"
    shutil.copy(ROOT / "build/windows/stage/creances.exe", program)
    environment = dict(os.environ, CREANCES_SIGN_PFX=str(pair), CREANCES_SIGN_PASSWORD="é")
    succeeds(sys.executable, ROOT / "packaging/installers/sign.py", program, environment=environment)
    said = run("osslsigncode", "verify", "-in", program, "-CAfile", certificate)
    assert "creances-desktop test" in said.stdout
    assert said.returncode == 0, said.stdout


@on_linux
def test_a_python_that_was_touched_is_not_shipped(built: Path, tmp_path: Path) -> None:
    checker = (
        "import sys; sys.path.insert(0, sys.argv[1]); import embeddable; from pathlib import Path\n"
        "embeddable.check_signatures(Path(sys.argv[2]))"
    )
    python, scripts = ROOT / "build/venv/bin/python", ROOT / "packaging/installers"
    library = tmp_path / "python313.dll"
    shutil.copy(ROOT / "build/windows/python" / library.name, library)
    succeeds(python, "-c", checker, scripts, tmp_path)
    content = bytearray(library.read_bytes())
    content[len(content) // 2] ^= 1
    library.write_bytes(content)
    refused = run(python, "-c", checker, scripts, tmp_path)
    assert refused.returncode == 1
    assert "python313.dll does not bear the signature expected" in refused.stderr
