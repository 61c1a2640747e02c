"""Delimited text (CSV): the separator, the quotes and the lines, before anything is understood."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from creances_desktop.domain.imports import Rejected
from creances_desktop.exchange.encoding import Decoded, UnreadableFile
from creances_desktop.exchange.table import HEADER_DEPTH, Records, find_header

SEPARATORS = {";": "«\u00a0;\u00a0»", "\t": "tabulation", ",": "«\u00a0,\u00a0»", "|": "«\u00a0|\u00a0»"}
"""In the order in which they are preferred, with their French names."""

MAX_LINE = 1_000_000
MAX_QUOTED_LINES = 200
"""A quoted cell over more lines than this is a quote that was never closed."""


def read_records(path: Path, decoded: Decoded, mapping: Mapping[str, str]) -> Records:
    """The records of a delimited text; a quote never closed costs its line only.

    Raises UnreadableFile for a text whose lines cannot be those of a table.
    """
    lines = split_lines(decoded.text)
    if max(map(len, lines)) > MAX_LINE:
        raise UnreadableFile(
            path, "a une ligne de plus d’un million de signes", "ce n’est sans doute pas un tableau"
        )
    separator = find_separator(lines, mapping, path.stem)
    source = f"CSV, séparateur {SEPARATORS[separator]}, {decoded.encoding}"
    return _cut(lines, separator, source)


def split_lines(text: str) -> list[str]:
    """The physical lines with their ends, whether CR, LF or CRLF, and even when they are mixed."""
    return list(io.StringIO(text.replace("\x00", ""), newline=""))


def find_separator(lines: Sequence[str], mapping: Mapping[str, str], hint: str) -> str:
    """The separator under which a header explains most columns, else the one that cuts lines most evenly."""
    sample = [line for line in lines[: 3 * HEADER_DEPTH] if line.strip()]
    best, best_score = ";", (-1, -1.0)
    for separator in SEPARATORS:
        records = _cut(sample, separator, "")
        _index, understood = find_header(records, mapping, hint)
        widths = [len(row) for row in records.rows if len(row) > 1]
        usual = max((widths.count(width) for width in set(widths)), default=0)
        score = (understood.score, usual / max(len(records.rows), 1))
        if score > best_score:
            best, best_score = separator, score
    return best


def _cut(lines: Sequence[str], separator: str, source: str) -> Records:
    rows: list[Sequence[str]] = []
    starts: list[int] = []
    rejected: list[Rejected] = []
    if not any('"' in line or len(line) > csv.field_size_limit() for line in lines):
        plain = list(csv.reader(lines, delimiter=separator))  # no record can then hold the end of a line
        return Records(plain, range(1, len(plain) + 1), source)
    at = 0
    while at < len(lines):
        bad = _cut_from(lines, at, separator, rows, starts)
        if bad < 0:
            break
        reason = (
            "Un guillemet ouvert n’est jamais refermé."
            if len(lines[bad]) < csv.field_size_limit()
            else ("Une cellule dépasse cent mille signes.")
        )
        rejected.append(Rejected(bad + 1, "", lines[bad].strip()[:80], reason))
        at = bad + 1
    return Records(rows, starts, source, tuple(rejected))


def _cut_from(
    lines: Sequence[str], at: int, separator: str, rows: list[Sequence[str]], starts: list[int]
) -> int:
    """Append the records from line index `at` on; the index of a line that cannot be cut, else -1."""
    reader = csv.reader(_from(lines, at), delimiter=separator)
    begin = at
    try:
        for row in reader:
            end = at + reader.line_num
            if end - begin > 1 and not _well_quoted(lines[begin:end], separator):
                return begin
            if row:
                rows.append(row)
                starts.append(begin + 1)
            begin = end
    except csv.Error:
        return begin
    return -1


def _from(lines: Sequence[str], at: int) -> Iterator[str]:
    return iter(lines) if at == 0 else (lines[index] for index in range(at, len(lines)))


def _well_quoted(lines: Sequence[str], separator: str) -> bool:
    """Whether a record over several lines really closes the quote that it opened."""
    if len(lines) > MAX_QUOTED_LINES:
        return False
    try:
        return len(list(csv.reader(lines, delimiter=separator, strict=True))) == 1
    except csv.Error:
        return False
