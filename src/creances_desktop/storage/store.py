"""One dossier opened: its file, its single writer, its transactions."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from creances_desktop.domain.errors import system_reason
from creances_desktop.storage import passwords, places, recorder, schema
from creances_desktop.storage.backup import companions, copy, copy_before_migration, reading_uri
from creances_desktop.storage.base import Clock, utc_now
from creances_desktop.storage.errors import (
    DamagedDossier,
    FileExists,
    MissingDossier,
    MovedDossier,
    NewerDossier,
    NotADossier,
    ReadOnlyDossier,
    UnreachableDossier,
    UnreadableDossier,
    UnwritableDossier,
)
from creances_desktop.storage.locks import COMMAND, WINDOW, Crash, WriterLock
from creances_desktop.storage.transaction import Transaction

__all__ = ["COMMAND", "WINDOW", "Store", "alone"]


@dataclass(slots=True)
class _Group:
    """The transactions of one action of the user; `id` is known once the first of them is done."""

    label: str
    id: int | None = None


_GROUP: ContextVar[_Group | None] = ContextVar("creances_group", default=None)


class Store:
    """An open dossier. Use `create` or `open`, then `transaction()` to write and `reading()` to read."""

    def __init__(self, path: Path, engine: Engine, lock: WriterLock | None) -> None:
        self.path = path
        self._engine = engine
        self._lock = lock
        self.read_only = lock is None
        """Whether this store was opened without the right to write."""
        self.crash: Crash | None = None if lock is None else lock.crash
        """The process that had the dossier before and did not close it, None after an orderly end."""
        self._closed = False
        self._file = _identity(path)
        self._secret = passwords.key_of(path)
        self.clock: Clock = utc_now
        """The moment that the journal notes; only the example dossier, which has a past, sets another."""

    def beat(self) -> None:
        """Shows other computers that the dossier is still open here."""
        if self._lock:
            self._lock.beat()

    @classmethod
    def create(cls, path: Path, *, holder: str = COMMAND) -> Store:
        """A new, empty dossier at `path`, opened for writing.

        Raises FileExists rather than overwrite anything.
        """
        path = path.absolute()
        lock = WriterLock.acquire(path, holder)
        try:
            try:
                # Reserves the name: two programs that create the same dossier cannot both win.
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            except FileExistsError:
                raise FileExists(path) from None
            except OSError as error:
                raise UnwritableDossier(path, system_reason(error)) from error
            engine = _engine(path, read_only=False)
            try:
                schema.create(engine)
            except BaseException as error:
                engine.dispose()
                for leftover in (path, *companions(path)):
                    leftover.unlink(missing_ok=True)
                if isinstance(error, OperationalError):
                    raise _explained(path, error) from error
                raise
        except BaseException:
            lock.release()
            raise
        return cls(path, engine, lock)

    @classmethod
    def open(cls, path: Path, *, write: bool = True, holder: str = COMMAND) -> Store:
        """The dossier at `path`, migrated if it is older and `write` is true.

        Raises MissingDossier, NotADossier, DamagedDossier, UnreadableDossier, NewerDossier, or LockedDossier
        when somebody else writes in it.
        """
        path = path.absolute()
        _check_file(path)
        if write and not os.access(path, os.W_OK):
            raise UnwritableDossier(path, "le fichier est en lecture seule")
        lock = WriterLock.acquire(path, holder) if write else None
        try:
            engine = _engine(path, read_only=not write)
            try:
                _bring_up_to_date(path, engine, write=write)
            except BaseException:
                engine.dispose()
                raise
        except BaseException:
            if lock:
                lock.release()
            raise
        return cls(path, engine, lock)

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def close(self) -> None:
        """Closes the file and lets others write."""
        self._closed = True
        if self._lock:
            with contextlib.suppress(DatabaseError), self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA optimize")
        self._engine.dispose()
        if self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One action of the user: committed whole at the end of the block, or not at all if it raises.

        Raises UnwritableDossier when the disk refuses, DamagedDossier when the file is.
        """
        if self.read_only:
            raise ReadOnlyDossier(self.path)
        if _identity(self.path) != self._file:
            # The system lets one write into a file that has no name any more: nobody would find it again.
            raise _gone(self.path)
        try:
            with self._begin("BEGIN IMMEDIATE", record=True) as connection:
                t = Transaction(connection, self.clock)
                yield t
                group = _GROUP.get() or _Group("")
                step = recorder.finish(connection, t.journal.appended, t.step, group.id, group.label)
                group.id = group.id or step
        except _database_errors() as error:
            raise _explained(self.path, error) from error

    def copy_to(self, target: Path) -> Path:
        """Writes what is open to a new file, even when the dossier's own file was taken away or closed to us.

        Raises FileExists, UnwritableDossier.
        """
        if os.access(self.path, os.R_OK):
            return copy(self.path, target)
        if target.exists():
            raise FileExists(target)
        try:
            with self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                with contextlib.closing(passwords.connect(str(target), self._secret)) as into:
                    raw.backup(into)  # type: ignore[union-attr]
                    into.execute("PRAGMA journal_mode=DELETE")
            target.chmod(0o600)
        except _file_errors() as error:
            target.unlink(missing_ok=True)
            raise UnwritableDossier(target, str(error)) from error
        return target

    @contextlib.contextmanager
    def together(self, label: str) -> Iterator[None]:
        """One action of the user that needs several transactions of this thread: it is undone as one.

        `label` is the French phrase that names it.
        """
        token = _GROUP.set(_Group(label))
        try:
            yield
        finally:
            _GROUP.reset(token)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A consistent view of the dossier for the length of the block; nothing is written.

        Raises DamagedDossier when parts of the file cannot be read.
        """
        try:
            with self._begin("BEGIN") as connection:
                yield Transaction(connection)
        except _database_errors() as error:
            explained = _explained(self.path, error)
            if explained is error and not self._is_sound():
                explained = DamagedDossier(self.path)
            raise explained from error

    def _is_sound(self) -> bool:
        """Whether SQLite finds its way through the file: what else fails is then a mistake of ours."""
        try:
            with self._engine.connect() as connection:
                return bool(connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok")
        except _database_errors():
            return False

    def compact(self) -> None:
        """Writes the file anew without what was erased from it, the write-ahead log emptied."""
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except _database_errors() as error:
            raise _explained(self.path, error) from error

    @contextlib.contextmanager
    def _begin(self, statement: str, *, record: bool = False) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            if record:
                recorder.install(connection)
            connection.exec_driver_sql(statement)
            if record:
                recorder.start(connection)
            try:
                yield connection
            except BaseException:
                # SQLite has already rolled back when the disk is full.
                if connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
                    connection.exec_driver_sql("ROLLBACK")
                raise
            else:
                connection.exec_driver_sql("COMMIT")


def _database_errors() -> tuple[type[Exception], ...]:
    # UnicodeDecodeError: where the file is damaged, so may be the text in which the driver says so
    return (DatabaseError, UnicodeDecodeError, *passwords.database_errors())


def _file_errors() -> tuple[type[Exception], ...]:
    return (OSError, *_database_errors())


def _explained(path: Path, error: Exception) -> Exception:
    """The sentence for what the disk or the file is guilty of; any other error as it is."""
    text = str(error.orig) if isinstance(error, DatabaseError) else str(error)
    if isinstance(error, UnicodeDecodeError) or _is_damage(text):
        return DamagedDossier(path)
    if "unable to open" in text:
        return UnreachableDossier(path)
    if any(word in text for word in ("full", "readonly", "I/O", "locked")):
        return UnwritableDossier(path, text)
    return error


def _is_damage(text: str) -> bool:
    """Whether SQLite says that the file is not what we wrote: broken, or changed by something else."""
    signs = (
        *("malformed", "not a database", "no such table", "no such column", "foreign key mismatch"),
        "could not decode",
    )
    return any(sign in text.casefold() for sign in signs)


def _check_file(path: Path) -> None:
    try:
        if not path.is_file():
            raise MissingDossier(path)
        with path.open("rb") as file:
            head = file.read(72)
    except OSError as error:
        raise UnwritableDossier(path, system_reason(error)) from error
    if passwords.is_encrypted(path):
        passwords.key_of(path)  # asks for the password that was not given yet
        return
    # Bytes 68 to 71 of an SQLite file hold the application's number.
    if not head.startswith(b"SQLite format 3\0") or head[68:72] != schema.APPLICATION_ID.to_bytes(4, "big"):
        raise NotADossier(path)


def _bring_up_to_date(path: Path, engine: Engine, *, write: bool) -> None:
    try:
        version = schema.version(engine)
        ours = schema.is_ours(engine)
    except _database_errors() as error:
        explained = _explained(path, error)
        if isinstance(explained, DamagedDossier):
            # Its first bytes are those of a dossier: see `_check_file`.
            raise explained from error
        raise UnreadableDossier(path, str(getattr(error, "orig", error))) from error
    if not ours:
        raise NotADossier(path)
    if version > schema.CURRENT:
        raise NewerDossier(path)
    if version < schema.CURRENT and write:
        copy_before_migration(path, version)
        schema.migrate(engine)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name, None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _gone(path: Path) -> Exception:
    """What to say of an open file that is not found any more: taken away, or behind a closed folder."""
    try:
        path.stat()
    except PermissionError as error:
        return UnwritableDossier(path, system_reason(error))
    except OSError:
        pass
    return MovedDossier(path)


def _engine(path: Path, *, read_only: bool) -> Engine:
    key = passwords.key_of(path)
    shared = places.of(path).is_shared

    def connect() -> sqlite3.Connection:
        # Without an isolation level the driver never begins by itself: its own BEGIN leaves half a table
        # behind a failed change of schema.
        return passwords.connect(
            reading_uri(path) if read_only else f"{path.as_uri()}?mode=rw",
            key,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=5,
        )

    pool = NullPool if read_only else QueuePool
    engine = create_engine("sqlite://", module=passwords.driver(key), creator=connect, poolclass=pool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        if not read_only:
            # The log needs shared memory, which network drives lack; what synchronises files would miss it.
            cursor.execute(f"PRAGMA journal_mode={'DELETE' if shared else 'WAL'}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA trusted_schema=OFF")  # a file made by somebody else calls no functions
        # Not with mmap: every page would be checked again each time it is looked at, twice as slow: measured.
        cursor.execute("PRAGMA cell_size_check=ON")
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.execute("PRAGMA cache_size=-32768")
        cursor.close()

    return engine


@contextlib.contextmanager
def alone(path: Path, *, holder: str = COMMAND) -> Iterator[None]:
    """Keeps every writer out of the file at `path` without opening it: it may be too damaged to be opened.

    Raises LockedDossier when somebody writes in it.
    """
    path = path.absolute()
    lock = WriterLock.acquire(path, holder)
    try:
        yield
    finally:
        lock.release()
