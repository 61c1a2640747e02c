"""The way in: a file of any known format, recognised by its content, to a reading."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from creances_desktop.domain.imports import ImportWarning, Reading
from creances_desktop.exchange import complements, delimited, fec, sheets, tables
from creances_desktop.exchange.encoding import UnreadableFile, decode, read_bytes, refuse_other_formats


def read(path: Path, *, mapping: Mapping[str, str] | None = None) -> Reading:
    """The content of the file, understood by what it holds and not by its name.

    `mapping` names columns that the user showed: {header of the file: canonical name}. Bad lines are in the
    reading with their reasons. Raises UnrecognisedColumns when a required column is missing, and another
    DomainError when the file cannot be read at all.
    """
    with _without_collector():
        return _read(path, mapping or {})


def _read(path: Path, mapping: Mapping[str, str]) -> Reading:
    data = read_bytes(path)
    if sheets.is_spreadsheet(data):
        return tables.read_records(path, sheets.read_records(path, data), mapping)
    refuse_other_formats(path, data)
    decoded = decode(path, data)
    if decoded.text.lstrip().startswith("<"):
        raise UnreadableFile(
            path, "est un fichier XML ou une page web", "exportez-le en CSV, en XLSX ou en FEC"
        )
    if fec.is_fec(decoded.text):
        reading = fec.read_fec(path, decoded)
    elif complements.is_complements(decoded.text):
        reading = complements.read_complements(path, decoded.text)
    else:
        reading = tables.read_records(path, delimited.read_records(path, decoded, mapping), mapping)
    if not decoded.damaged:
        return reading
    lost = f"Signes illisibles, remplacés par «\u00a0\ufffd\u00a0»\u00a0: {decoded.damaged}."
    return replace(reading, warnings=(ImportWarning(0, lost), *reading.warnings))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the cycle collector away.

    A reading makes a million objects and no cycle; walking them again and again costs a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
