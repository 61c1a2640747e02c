"""Compressed copies of a dossier: one ZIP with the dossier and a note of what it holds.

The note is read without unpacking anything; the digest in it tells a broken copy before it is restored. A
dossier under a password is packed as it lies, encrypted, and its note counts nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from creances_desktop.domain.errors import system_reason
from creances_desktop.storage import backup, passwords
from creances_desktop.storage.errors import PasswordNeeded, UnwritableDossier

SUFFIX = ".creances.zip"
_DOSSIER, _NOTE = "dossier.creances", "contenu.json"
_LEVEL = 3
_BLOCK = 1 << 20
_LARGEST_NOTE = 10_000


class DamagedArchive(Exception):
    """The file is no compressed copy of ours, or is broken."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy holds: `size` of the dossier in bytes, the state of its journal.

    `reason` says why it was made; `clients`, `invoices` are None for a dossier under a password.
    """

    at: datetime
    reason: str
    source: str
    size: int
    sha256: str
    seal: str
    last_change: datetime | None = None
    clients: int | None = None
    invoices: int | None = None


def pack(source: Path, target: Path, reason: str, at: datetime) -> Facts:
    """Writes a compressed copy of a dossier, open or not, and returns what it holds.

    The copy is consistent and checked by SQLite; the packed file is read back and compared, then renamed.
    Raises FileExists, MissingDossier, NotADossier, DamagedDossier, UnwritableDossier.
    """
    plain = target.with_name(f".{target.name}.plain")
    partial = target.with_name(f".{target.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        plain.unlink(missing_ok=True)
        backup.copy(source, plain)
        found = describe(plain, reason=reason, at=at, source=source.name)
        _write(plain, partial, found)
        _compare(partial, found)
        partial.replace(target)
    except (OSError, DamagedArchive) as error:
        detail = system_reason(error) if isinstance(error, OSError) else str(error)
        raise UnwritableDossier(target, detail) from error
    finally:
        for leftover in (plain, partial):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
    return found


def rekey(path: Path, key: passwords.Key | None) -> None:
    """Puts the dossier within a compressed copy under another key, or in clear text for None, in its place.

    Written beside it, read back, then renamed: a crash leaves the one or the other. What lay in clear text is
    overwritten, as far as the disk really does so. Raises DamagedArchive, PasswordNeeded, OSError, and the
    driver's errors.
    """
    plain, other, partial = (path.with_name(f".{path.name}.{word}") for word in ("plain", "other", "partial"))
    try:
        for leftover in (plain, other, partial):
            leftover.unlink(missing_ok=True)
        known = unpack(path, plain)
        open_before = passwords.key_of(plain) is None
        passwords.export(plain, other, key)
        found = describe(other, reason=known.reason, at=known.at, source=known.source)
        _write(other, partial, found)
        _compare(partial, found)
        passwords.take_the_place(plain, other, wipe=open_before)
        passwords.take_the_place(path, partial, wipe=open_before)
    finally:
        for leftover in (plain, other, partial):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def facts(path: Path) -> Facts:
    """What a compressed copy says it holds; raises DamagedArchive when it cannot be read as one."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_NOTE).file_size > _LARGEST_NOTE:
                raise DamagedArchive(path)
            note = json.loads(archive.read(_NOTE))
            note["at"] = datetime.fromisoformat(note["at"])
            if note["last_change"] is not None:
                note["last_change"] = datetime.fromisoformat(note["last_change"])
            return _checked(Facts(**note))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError) as error:
        raise DamagedArchive(path) from error


def _checked(found: Facts) -> Facts:
    """The facts, if they are of their kind: anybody may have written the note. Raises ValueError."""
    words = (found.reason, found.source, found.sha256, found.seal)
    counts = (found.size, found.clients or 0, found.invoices or 0)
    moments = (found.at, found.last_change or found.at)
    if not all(isinstance(one, str) for one in words) or not all(type(one) is int for one in counts):
        raise ValueError("not of its kind")
    if any(one.tzinfo is None for one in moments):
        raise ValueError("no time zone")
    return found


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP, of ours or not."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def check(path: Path) -> Facts:
    """What a compressed copy holds, after reading all of it; raises DamagedArchive."""
    found = facts(path)
    _compare(path, found)
    return found


def unpack(path: Path, target: Path) -> Facts:
    """Writes the dossier within a compressed copy to a new file, for its owner's eyes only.

    Raises DamagedArchive when it is not what was packed; OSError.
    """
    found = facts(path)
    with open(target, "xb", opener=_for_owner) as file:
        file.writelines(_blocks(path, found))
    return found


def describe(path: Path, *, reason: str, at: datetime, source: str) -> Facts:
    """What a dossier that nobody writes in holds."""
    key = passwords.key_of(path)
    with contextlib.closing(passwords.connect(backup.reading_uri(path), key, uri=True)) as connection:
        last = connection.execute("SELECT at FROM journal ORDER BY id DESC LIMIT 1").fetchone()
        sealed = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal_seal'").fetchone()
        seal = None
        if sealed:
            query = "SELECT chain_sha256 FROM journal_seal ORDER BY entry_id DESC LIMIT 1"
            seal = connection.execute(query).fetchone()
        counts: dict[str, int] = {}
        if key is None:
            for name, query in _COUNTS.items():
                counts[name] = int(connection.execute(query).fetchone()[0])
    return Facts(
        at=at,
        reason=reason,
        source=source,
        size=path.stat().st_size,
        sha256=_digest(path),
        seal=seal[0] if seal else "",
        last_change=datetime.fromisoformat(last[0]) if last else None,
        **counts,
    )


def facts_of(path: Path, *, reason: str, at: datetime) -> Facts | None:
    """What an uncompressed copy holds, None when it cannot be opened."""
    try:
        return describe(path, reason=reason, at=at, source=path.name)
    except PasswordNeeded:
        # one of another password than the dossier's: sound as far as can be told
        return Facts(at, reason, path.name, path.stat().st_size, sha256="", seal="")
    except OSError:
        return None
    except passwords.database_errors():
        return None


_COUNTS = {
    "clients": "SELECT COUNT(*) FROM client WHERE archived = 0",
    "invoices": """SELECT COUNT(*) FROM invoice WHERE reverses_id IS NULL
                   AND id NOT IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)""",
}


def _write(plain: Path, partial: Path, found: Facts) -> None:
    note = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(found).items()
    }
    with open(partial, "wb", opener=_for_owner) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            archive.writestr(_NOTE, json.dumps(note, ensure_ascii=False))
            archive.write(plain, _DOSSIER)
        file.flush()
        os.fsync(file.fileno())


def _compare(path: Path, found: Facts) -> None:
    for _ in _blocks(path, found):
        pass


def _blocks(path: Path, found: Facts) -> Iterator[bytes]:
    """The bytes of the packed dossier; DamagedArchive at the end when they are not those that were packed."""
    digest, size = hashlib.sha256(), 0
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_DOSSIER) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                if size > found.size:
                    raise DamagedArchive(path)
                digest.update(block)
                yield block
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedArchive(path) from error
    except zlib.error as error:
        raise DamagedArchive(path) from error
    if size != found.size or digest.hexdigest() != found.sha256:
        raise DamagedArchive(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _for_owner(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
