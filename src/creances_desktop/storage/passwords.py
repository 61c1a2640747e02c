"""Dossiers under a password: encrypted at rest by SQLCipher, write-ahead log and copies included.

The key comes from the password by PBKDF2-HMAC-SHA512 with the salt in the file's first bytes, as SQLCipher 4
itself derives it: any tool that knows SQLCipher opens such a file with its password. It is derived once, kept
for the life of the process, and found again by the salt, which every copy of a dossier shares.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import sqlite3
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from creances_desktop.domain.errors import system_reason
from creances_desktop.storage.errors import PasswordNeeded, UnwritableDossier, WrongPassword

ITERATIONS = 256_000
"""Of PBKDF2: SQLCipher 4's own number, above the 210,000 that OWASP asks for with SHA-512."""

_MAGIC = b"SQLite format 3\0"
_SALT = 16
_PAGE = 4096
_keys: dict[bytes, Key] = {}


@dataclass(frozen=True, slots=True)
class Key:
    """A derived key with the salt of its file; it never shows itself."""

    salt: bytes
    secret: bytes = field(repr=False)

    @property
    def pragma(self) -> str:
        """The statement that gives SQLCipher this key without deriving it again."""
        return f"PRAGMA key = \"x'{self.secret.hex()}{self.salt.hex()}'\""

    @property
    def attachment(self) -> str:
        """The words after `ATTACH … AS …` for a file under this key."""
        return f"KEY \"x'{self.secret.hex()}{self.salt.hex()}'\""


def is_encrypted(path: Path) -> bool:
    """Whether the file may be a dossier under a password: whole pages that do not begin as SQLite's.

    What it really holds shows only once it is opened.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_SALT)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return False
    return len(head) == _SALT and head != _MAGIC and size >= _PAGE and size % _PAGE == 0


def derive(password: str, salt: bytes | None = None) -> Key:
    """The key of a password; a new salt is drawn without one. A quarter of a second.

    Accents count the same however the keyboard composed them.
    """
    salt = salt or os.urandom(_SALT)
    text = unicodedata.normalize("NFC", password).encode()
    return Key(salt, hashlib.pbkdf2_hmac("sha512", text, salt, ITERATIONS, 32))


def unlock(path: Path, password: str) -> None:
    """Lets this process open the file and its copies. Raises WrongPassword; OSError."""
    key = derive(password, _salt(path))
    connection = _connect(f"{path.absolute().as_uri()}?mode=ro", key, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except database_errors() as error:
        raise WrongPassword(path) from error
    finally:
        connection.close()
    _keys[key.salt] = key


def opens(path: Path, password: str) -> bool:
    """Whether this is the password of a file that was unlocked before."""
    known = _keys.get(_salt(path))
    return known is not None and hmac.compare_digest(known.secret, derive(password, known.salt).secret)


def forget(path: Path) -> None:
    """Takes the key of the file from memory: it asks for its password again."""
    _keys.pop(_salt(path), None)


def key_of(path: Path) -> Key | None:
    """The key to open the file with, None for one in clear text.

    Raises PasswordNeeded where the password was not given yet.
    """
    if not is_encrypted(path):
        return None
    key = _keys.get(_salt(path))
    if key is None:
        raise PasswordNeeded(path)
    return key


def connect(database: str, key: Key | None, **options: Any) -> sqlite3.Connection:
    """A connection of the driver, to a file in clear text or under this key. Nothing is read yet."""
    if key is not None:
        return _connect(database, key, **options)
    connection: sqlite3.Connection = sqlite3.connect(database, **options)
    return connection


def driver(key: Key | None) -> Any:
    """The module of the driver, for SQLAlchemy to know its errors."""
    return sqlite3 if key is None else _sqlcipher()


def database_errors() -> tuple[type[Exception], ...]:
    """The errors of the drivers in use."""
    module = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.DatabaseError,) if module is None else (sqlite3.DatabaseError, module.DatabaseError)


def operational_errors() -> tuple[type[Exception], ...]:
    """Those of them that tell of the disk, not of what the file holds."""
    module = sys.modules.get("sqlcipher3.dbapi2")
    plain = sqlite3.OperationalError
    return (plain,) if module is None else (plain, module.OperationalError)


def seal(path: Path, text: str, key: Key) -> None:
    """Writes a text into an empty file under a key. Raises the driver's errors."""
    with contextlib.closing(_connect(str(path), key)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("CREATE TABLE sealed (text TEXT NOT NULL) STRICT")
        connection.execute("INSERT INTO sealed (text) VALUES (?)", (text,))


def unseal(path: Path, key: Key) -> str:
    """The text of a sealed file. Raises the driver's errors, for another key too."""
    with contextlib.closing(_connect(f"{path.absolute().as_uri()}?mode=ro", key, uri=True)) as connection:
        return str(connection.execute("SELECT text FROM sealed").fetchone()[0])


def rewrite(path: Path, password: str | None) -> None:
    """Puts the dossier under this password, or in clear text for None; nobody may have it open.

    Written beside it, checked, then put in its place in one step: a crash leaves the former file or the new
    one, whole. A former file in clear text is overwritten before it is given up, as far as the disk really
    does so. Raises UnwritableDossier, PasswordNeeded.
    """
    old = key_of(path)
    new = None if password is None else derive(password)
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        partial.unlink()
        export(path, partial, new)
        partial.chmod(0o600)
        take_the_place(path, partial, wipe=old is None)
    except database_errors() as error:
        raise UnwritableDossier(path, str(error)) from error
    except OSError as error:
        raise UnwritableDossier(path, system_reason(error)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    if new is not None:
        _keys[new.salt] = new


def export(source: Path, target: Path, new: Key | None) -> None:
    """Writes all that the source holds into a new file under another key, and checks it.

    Raises PasswordNeeded for a source whose password was not given, the driver's errors, OSError.
    """
    connection = _connect(str(source.absolute()), key_of(source))
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        words = "KEY ''" if new is None else new.attachment
        connection.execute(f"ATTACH :path AS target {words}", {"path": str(target.absolute())})
        connection.execute("SELECT sqlcipher_export('target')")
        for name in ("user_version", "application_id"):
            (number,) = connection.execute(f"PRAGMA main.{name}").fetchone()
            connection.execute(f"PRAGMA target.{name} = {int(number)}")
        (found,) = connection.execute("PRAGMA target.integrity_check").fetchone()
        connection.execute("DETACH target")
    finally:
        connection.close()
    if found != "ok":
        raise OSError(f"copie abîmée\u00a0: {found}")


def take_the_place(path: Path, partial: Path, *, wipe: bool) -> None:
    """Puts a file in the place of another, whose bytes are overwritten with `wipe`, as far as disks do so."""
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    with path.open("rb+") as former:
        size = os.fstat(former.fileno()).st_size
        if os.name == "nt":  # Windows replaces no file that is open
            former.close()
            partial.replace(path)
            return
        partial.replace(path)
        if wipe and os.fstat(former.fileno()).st_nlink == 0:
            for _ in range(0, size, _PAGE):
                former.write(bytes(_PAGE))
            former.flush()
            os.fsync(former.fileno())


def _connect(database: str, key: Key | None, **options: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = _sqlcipher().connect(database, **({"isolation_level": None} | options))
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write on standard error
    if key is not None:
        connection.execute(key.pragma)
    connection.execute("PRAGMA temp_store = MEMORY")  # what does not fit in memory would lie in clear text
    return connection


def _sqlcipher() -> Any:
    # 7 MB: only for those who have a password
    import sqlcipher3.dbapi2

    return sqlcipher3.dbapi2


def _salt(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SALT)
