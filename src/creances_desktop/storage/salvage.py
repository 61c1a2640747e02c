"""Out of a damaged file, all that SQLite can still read, into a new dossier; with what could not be read.

The tool `sqlite3`, where there is one, reads pages that the tables no longer lead to; otherwise each table is
read row by row, jumping over what is broken.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from creances_desktop.storage import passwords, schema
from creances_desktop.storage.backup import companions
from creances_desktop.storage.base import Base

_TOOL_SECONDS = 600
_WIDEST_GAP = 1 << 40


@dataclass(frozen=True, slots=True)
class Saved:
    """What came out of one table: rows read, and rows that must have been there and could not be read.

    `missing` counts the numbers left out between those that were read, of a table that is broken: rows that
    were once taken away leave such gaps too. None where rows have no numbers.
    """

    table: str
    rows: int
    missing: int | None


@dataclass(frozen=True, slots=True)
class Salvage:
    """All that came out: by table, the rows that name others which are lost, and whether the tool helped."""

    tables: tuple[Saved, ...]
    orphans: tuple[tuple[str, int], ...]
    by_tool: bool


def salvage(source: Path, target: Path) -> Salvage:
    """Writes a new dossier at `target` with what can be read of `source`, which is not touched.

    Raises FileExistsError; OSError; the driver's errors when not even the new file can be written.
    """
    with target.open("xb"):
        target.chmod(0o600)
    work = target.with_name(f".{target.name}.work")
    by_tool = False
    try:
        _copy_file(source, work)
        key = passwords.key_of(source)
        with contextlib.closing(passwords.connect(str(target), key)) as into:
            into.isolation_level = None
            _make_tables(into)
            recovered = work.with_name(f"{work.name}.recovered")
            if key is None and _recover_by_tool(work, recovered):
                by_tool = True
            origin = recovered if by_tool else work
            with contextlib.closing(passwords.connect(str(origin), key)) as out:
                out.isolation_level = None
                with contextlib.suppress(*passwords.database_errors()):
                    out.execute("PRAGMA cell_size_check=OFF")
                found = tuple(_copy_table(out, into, name) for name in _names())
            with contextlib.closing(passwords.connect(str(work), key)) as broken:
                found = tuple(_without_old_gaps(broken, one) for one in found)
            orphans = _orphans(into)
            into.execute("PRAGMA journal_mode=DELETE")
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        for leftover in (work, work.with_name(f"{work.name}.recovered")):
            for path in (leftover, *companions(leftover)):
                path.unlink(missing_ok=True)
    return Salvage(found, orphans, by_tool)


def _names() -> list[str]:
    return [table.name for table in Base.metadata.sorted_tables]


def _copy_file(source: Path, target: Path) -> None:
    """A damaged file is copied byte for byte: SQLite's own copy would refuse it."""
    for origin, copy in zip((source, *companions(source)), (target, *companions(target)), strict=True):
        if origin.exists():
            shutil.copyfile(origin, copy)
            copy.chmod(0o600)


def _make_tables(into: sqlite3.Connection) -> None:
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    dialect = sqlite.dialect()
    into.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
    into.execute("PRAGMA foreign_keys=OFF")
    for table in Base.metadata.sorted_tables:
        into.execute(str(CreateTable(table).compile(dialect=dialect)))
        for index in table.indexes:
            into.execute(str(CreateIndex(index).compile(dialect=dialect)))
    into.execute(f"PRAGMA user_version={schema.CURRENT}")


def _recover_by_tool(work: Path, recovered: Path) -> bool:
    """Whether the tool made a file with what it found."""
    tool = shutil.which("sqlite3")
    if tool is None:
        return False
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(  # noqa: S603 - our own words, the file's name apart
            [tool, str(work), ".recover"], capture_output=True, check=False, timeout=_TOOL_SECONDS
        )
        if told.returncode == 0 and told.stdout:
            made = subprocess.run(  # noqa: S603
                [tool, str(recovered)], input=told.stdout, capture_output=True, check=False,
                timeout=_TOOL_SECONDS,
            )  # fmt: skip
            if recovered.exists():
                recovered.chmod(0o600)
            with contextlib.closing(sqlite3.connect(recovered)) as opened:
                there = opened.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()
            return made.returncode in (0, 1) and there[0] > 0
    recovered.unlink(missing_ok=True)
    return False


def _copy_table(out: sqlite3.Connection, into: sqlite3.Connection, name: str) -> Saved:
    columns = _common_columns(out, into, name)
    if not columns:
        return Saved(name, 0, None)
    listed = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    into.execute("BEGIN")
    saved, seen = 0, set()
    for rowid, values in _readable_rows(out, name, listed):
        try:
            into.execute(f"INSERT INTO {name} ({listed}) VALUES ({marks})", values)  # noqa: S608
            saved += 1
            seen.add(rowid)
        except passwords.database_errors():
            continue
    into.execute("COMMIT")
    primary = list(Base.metadata.tables[name].primary_key)
    numbered = len(primary) == 1 and primary[0].type.python_type is int
    missing = max(seen) - len(seen) if numbered and seen and max(seen) < _WIDEST_GAP else None
    return Saved(name, saved, missing)


def _without_old_gaps(broken: sqlite3.Connection, saved: Saved) -> Saved:
    """What came out of a table, with nothing missing when the damaged file itself still reads all of it."""
    if not saved.missing:
        return saved
    try:
        rows = sum(1 for _ in broken.execute(f"SELECT * FROM {saved.table} NOT INDEXED"))  # noqa: S608
    except passwords.database_errors():
        return saved
    return replace(saved, missing=0) if rows == saved.rows else saved


def _common_columns(out: sqlite3.Connection, into: sqlite3.Connection, name: str) -> list[str]:
    try:
        there = {row[1] for row in out.execute(f"PRAGMA table_info({name})")}
    except passwords.database_errors():
        return []
    return [row[1] for row in into.execute(f"PRAGMA table_info({name})") if row[1] in there]


def _readable_rows(
    out: sqlite3.Connection, name: str, listed: str
) -> Iterator[tuple[int, tuple[object, ...]]]:
    """(number, values) of the rows that can be read, from the first on; broken ones are jumped over.

    After an error, one looks further and further ahead, then goes on from the first row found there.
    """
    last, step = 0, 1
    query = f"SELECT rowid, {listed} FROM {name} NOT INDEXED WHERE rowid > ? ORDER BY rowid"  # noqa: S608
    while last < _WIDEST_GAP:
        try:
            for row in out.execute(query, (last,)):
                last, step = row[0], 1
                yield row[0], row[1:]
        except passwords.database_errors():
            last += step
            step *= 2
            continue
        return


def _orphans(into: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for row in into.execute("PRAGMA foreign_key_check"):
        counted[row[0]] = counted.get(row[0], 0) + 1
    return tuple(sorted(counted.items()))
