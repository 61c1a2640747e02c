"""What the preview of an import lists: counts by file and kind, changes, rejected lines, warnings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from creances_desktop.domain.imports import Rejected
from creances_desktop.domain.text import plural
from creances_desktop.services.import_plan import ImportPlan
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import Column, number_column

_KINDS = (("clients", "Clients"), ("invoices", "Factures et avoirs"), ("payments", "Règlements"))
_SUBJECTS = {"client": "Client", "invoice": "Facture", "payment": "Règlement"}


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many lines of one kind a file has, by what becomes of them; `rejected` on its first row."""

    file: int
    name: str
    kind: str
    new: int
    changed: int
    same: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A field of something known that the file changes."""

    file: str
    line: int
    subject: str
    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A line that is not imported, with its file."""

    file: str
    line: Rejected


def count_rows(plan: ImportPlan) -> list[CountRow]:
    """One row for each file and kind of thing in it, at least one for each file."""
    rows = []
    for place, file in enumerate(plan.files):
        counted = [
            (label, getattr(file.new, kind), getattr(file.changed, kind), getattr(file.same, kind))
            for kind, label in _KINDS
        ]
        found = [one for one in counted if any(one[1:])] or [("Rien", 0, 0, 0)]
        for number, one in enumerate(found):
            rejected = len(file.rejected) if number == 0 else 0
            rows.append(CountRow(place, Path(file.path).name, *one, rejected))
    return rows


def change_rows(plan: ImportPlan) -> list[ChangeRow]:
    """Every field that changes, in the order of the files."""
    return [
        ChangeRow(
            Path(file.path).name,
            row.line,
            _SUBJECTS[row.subject],
            row.name,
            change.label,
            change.before,
            change.after,
        )
        for file in plan.files
        for row in file.changed_rows
        for change in row.fields
    ]


def rejected_rows(plan: ImportPlan) -> list[RejectedRow]:
    """Every rejected line, in the order of the files."""
    return [RejectedRow(Path(file.path).name, line) for file in plan.files for line in file.rejected]


def warning_lines(plan: ImportPlan) -> list[str]:
    """What is to be known of the files, as sentences to read."""
    return list(_warnings(plan))


def _warnings(plan: ImportPlan) -> Iterator[str]:
    for file in plan.files:
        of = f"{Path(file.path).name}\u00a0— " if len(plan.files) > 1 else ""
        for warning in file.warnings:
            line = f"ligne\u00a0{warning.line}\u00a0: " if warning.line else ""
            text = warning.message if not (of or line) else f"{of}{line}{warning.message}"
            yield text[0].upper() + text[1:]


def import_verb(plan: ImportPlan) -> str:
    """What the button says: `Importer 2 clients et 5 pièces`."""
    new = plan.new
    nouns = ((new.clients, "client"), (new.invoices, "pièce"), (new.payments, "règlement"))
    parts = [plural(number, noun) for number, noun in nouns if number]
    changed = plan.changed.clients + plan.changed.invoices + plan.changed.payments
    if changed:
        parts.append(plural(changed, "mise à jour", "mises à jour"))
    if not parts:
        return "&Importer"
    joined = " et ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return f"&Importer {joined}"


def count_columns() -> list[Column[CountRow]]:
    """The columns of the counts."""
    return [
        Column("file", "Fichier", lambda row: row.name, width=30, stretch=True, tooltip=lambda row: row.name),
        Column("kind", "Contenu", lambda row: row.kind, width=18),
        number_column("new", "Nouveaux", lambda row: row.new, width=11),
        number_column("changed", "Modifiés", lambda row: row.changed, width=11),
        number_column("same", "Identiques", lambda row: row.same, width=11),
        number_column(
            "rejected",
            "Lignes rejetées",
            lambda row: row.rejected or None,
            tone=lambda row: Tone.DANGER if row.rejected else Tone.NORMAL,
            width=15,
        ),
    ]


def change_columns() -> list[Column[ChangeRow]]:
    """The columns of what changes."""
    return [
        number_column("line", "Ligne", lambda row: row.line, width=7),
        Column("subject", "Quoi", lambda row: f"{row.subject} {row.name}", width=26),
        Column("label", "Champ", lambda row: row.label, width=20),
        Column("before", "Avant", lambda row: row.before or "(vide)", width=24, tone=lambda _: Tone.MUTED),
        Column(
            "after", "Après", lambda row: row.after or "(vide)", width=24, stretch=True, bold=lambda _: True
        ),
        Column("file", "Fichier", lambda row: row.file, width=20, hidden=True),
    ]


def rejected_columns() -> list[Column[RejectedRow]]:
    """The columns of what is not imported."""
    return [
        number_column("line", "Ligne", lambda row: row.line.line, width=7),
        Column("column", "Colonne", lambda row: row.line.column, width=18),
        Column("value", "Valeur", lambda row: row.line.value, width=20),
        Column(
            "reason",
            "Motif",
            lambda row: row.line.reason,
            width=40,
            stretch=True,
            tooltip=lambda row: row.line.reason,
        ),
        Column("file", "Fichier", lambda row: row.file, width=20, hidden=True),
    ]
