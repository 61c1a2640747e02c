"""The program for a USB stick: a folder that keeps its data beside it, for Windows and for Linux."""

from __future__ import annotations

import io
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import facts

from creances_desktop import paths

FOLDER = "Creances"
NOTE = """Créances {version}, programme portable

Copiez tout ce dossier sur une clé USB, puis ouvrez {program}.
Le programme garde tout à côté de lui, dans « {data} » : dossiers, préférences, journaux techniques.
Rien ne reste sur l’ordinateur.

Pour passer à une version plus récente : remplacez tout, sauf « {data} ».
Pour retirer le programme : effacez ce dossier, après avoir mis de côté ce que « {data} » contient.

Retirez la clé par « Éjecter », une fois la fenêtre fermée, et sauvegardez vos dossiers ailleurs :
une clé se perd. Vous pouvez protéger un dossier par un mot de passe.
"""


def windows(stage: Path, version: str = facts.VERSION, out: Path = facts.DIST, *, fast: bool = False) -> Path:
    """The zip of the folder for Windows."""
    made = out / f"Creances-{version}-portable-windows.zip"
    moment = datetime.fromtimestamp(facts.epoch(), UTC).timetuple()[:6]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1 if fast else 9) as archive:
        for name, content in _files(stage, f"{facts.PACKAGE}.exe", version):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made


def linux(program: Path, version: str = facts.VERSION, out: Path = facts.DIST, *, fast: bool = False) -> Path:
    """The archive of the folder for Linux."""
    made = out / f"Creances-{version}-portable-linux.tar.xz"
    with tarfile.open(made, "w:xz", preset=0 if fast else 6) as archive:
        for name, content in _files(program, facts.PACKAGE, version):
            entry = tarfile.TarInfo(f"{FOLDER}/{name}")
            entry.size, entry.mtime = len(content), facts.epoch()
            entry.mode = 0o755 if name in (facts.PACKAGE, facts.COMMAND) else 0o644
            archive.addfile(entry, io.BytesIO(content))
    return made


def _files(folder: Path, program: str, version: str) -> list[tuple[str, bytes]]:
    """Name and content of each file of the portable folder, in order."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    note = NOTE.format(version=version, program=program, data=paths.PORTABLE_DATA).replace("\n", "\r\n")
    files["LISEZ-MOI.txt"] = note.encode("utf-8-sig")
    files[paths.PORTABLE_MARK] = (
        "Ce fichier rend le programme portable : ses données restent à côté.\r\n".encode()
    )
    return sorted(files.items())
