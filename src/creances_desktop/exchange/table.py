"""A table as a file holds it: records with their line numbers, the header among them, what it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from creances_desktop.domain.imports import Rejected, UnrecognisedColumns
from creances_desktop.exchange.columns import Recognition, label_of, recognise
from creances_desktop.exchange.encoding import UnreadableFile

HEADER_DEPTH = 40
"""A header line is looked for among so many records: banks and programs write a preamble above it."""

SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Records:
    """What a file holds before it is understood; `lines[i]` is where `rows[i]` begins in the file, from 1.

    `source` says in French what the file is (`CSV, séparateur «;», UTF-8`); `rejected` could not be cut into
    cells.
    """

    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    source: str
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A recognised table: every row has as many cells as there are headers.

    `positions` gives the column of each canonical name that was found.
    """

    path: Path
    kind: str
    headers: tuple[str, ...]
    positions: Mapping[str, int]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    source: str
    rejected: tuple[Rejected, ...]

    def header(self, name: str) -> str:
        """The header of a canonical column as the file writes it; its French name when the file has none."""
        position = self.positions.get(name)
        return label_of(self.kind, name) if position is None else self.headers[position]


def find_header(records: Records, mapping: Mapping[str, str], hint: str) -> tuple[int, Recognition]:
    """The index of the header line and what it was understood as.

    The line that explains most columns wins.
    """
    found: tuple[int, Recognition] | None = None
    for index, row in enumerate(records.rows[:HEADER_DEPTH]):
        understood = recognise(row, mapping, hint=hint)
        if understood.score and (found is None or understood.score > found[1].score):
            found = index, understood
    if found:
        return found
    return _widest(records), recognise((), mapping, hint=hint)


def _widest(records: Records) -> int:
    """The first line of the usual width: the likeliest header when no word is known."""
    widths = [sum(1 for cell in row if cell.strip()) for row in records.rows[:HEADER_DEPTH]]
    usual = Counter(width for width in widths if width > 1).most_common(1)
    return widths.index(usual[0][0]) if usual else 0


def build_table(path: Path, records: Records, mapping: Mapping[str, str]) -> Table:
    """The table under the header line that was found.

    Empty lines and repeated header lines are dropped. Raises UnrecognisedColumns when a required column is
    missing, UnreadableFile when there is no table or no line under the header.
    """
    if not any(sum(1 for cell in row if cell.strip()) > 1 for row in records.rows[:HEADER_DEPTH]):
        raise UnreadableFile(
            path, "n’est pas un tableau", "exportez une liste avec une ligne de titres de colonnes"
        )
    index, understood = find_header(records, mapping, path.stem)
    headers = tuple(" ".join(cell.split()) for cell in records.rows[index])
    while headers and not headers[-1]:
        headers = headers[:-1]
    rows, lines, rejected = _square(headers, records, index + 1)
    if not understood.complete:
        _refuse_columns(path, understood, headers, rows)
    if not rows and not rejected:
        raise UnreadableFile(path, "ne contient que des titres de colonnes", "vérifiez l’export")
    return Table(
        path=path,
        kind=understood.kind,
        headers=headers,
        positions=understood.positions,
        rows=rows,
        lines=lines,
        source=records.source,
        rejected=(*records.rejected, *rejected),
    )


def _refuse_columns(
    path: Path, understood: Recognition, headers: tuple[str, ...], rows: Sequence[Sequence[str]]
) -> None:
    raise UnrecognisedColumns(
        str(path),
        understood.kind,
        headers=headers,
        missing=understood.missing,
        missing_labels=tuple(label_of(understood.kind, name) for name in understood.missing),
        sample=tuple(tuple(row) for row in rows[:SAMPLE_ROWS]),
    )


def _square(
    headers: tuple[str, ...], records: Records, start: int
) -> tuple[list[Sequence[str]], list[int], list[Rejected]]:
    """The rows brought to the width of the header; one with more filled cells than headers is rejected."""
    width = len(headers)
    rows: list[Sequence[str]] = []
    lines: list[int] = []
    rejected: list[Rejected] = []
    for row, line in zip(records.rows[start:], records.lines[start:], strict=True):
        cells = row
        if len(cells) == width and cells[0].strip() and cells[0] != headers[0]:
            rows.append(cells)  # the common line, in a hurry: files may have a hundred thousand
            lines.append(line)
            continue
        if len(cells) != width:
            surplus = [cell.strip() for cell in cells[width:] if cell.strip()]
            if surplus:
                reason = f"La ligne a plus de cellules que les {width} titres de colonnes."
                rejected.append(Rejected(line, "", surplus[0], reason))
                continue
            cells = [*cells[:width], *[""] * (width - len(cells))]
        if not any(cells) or not any(map(str.strip, cells)) or _repeats(headers, cells):
            continue
        rows.append(cells)
        lines.append(line)
    return rows, lines, rejected


def _repeats(headers: tuple[str, ...], cells: Sequence[str]) -> bool:
    return cells[0].strip() == headers[0] and tuple(" ".join(cell.split()) for cell in cells) == headers
