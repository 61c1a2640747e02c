"""The outcome of an import as the command prints it."""

from __future__ import annotations

from typing import Any

from creances_desktop.domain.text import plural
from creances_desktop.services.import_plan import ChangedRow, Counts, FileReport, ImportPlan
from creances_desktop.services.text_table import text_table

_SHOWN = 200
"""So many rejected lines or warnings are printed; the rest is counted, and `--json` gives all."""


def as_json(plan: ImportPlan) -> dict[str, Any]:
    """The analysis, file by file."""
    return {"files": [_file(report) for report in plan.files]}


def as_text(plan: ImportPlan) -> str:
    """The analysis, file by file, to read."""
    return "\n\n".join(_paragraph(report) for report in plan.files)


def _file(report: FileReport) -> dict[str, Any]:
    return {
        "path": report.path,
        "format": report.format,
        "new": _counts(report.new),
        "changed": _counts(report.changed),
        "same": _counts(report.same),
        "rejected": [
            {"line": one.line, "column": one.column, "value": one.value, "reason": one.reason}
            for one in report.rejected
        ],
        "warnings": [{"line": one.line, "message": one.message} for one in report.warnings],
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in Counts.__slots__}


def _paragraph(report: FileReport) -> str:
    parts = [f"{report.path}\n{report.description}"]
    for words, counts in (
        ("Nouveau", report.new),
        ("Modifié", report.changed),
        ("Inchangé", report.same),
    ):
        found = _counted(counts)
        if found:
            parts.append(f"  {words}\u00a0: {found}")
    if report.changed_rows:
        lines = [_change(one) for one in report.changed_rows[:_SHOWN]]
        parts.append("  Modifications\u00a0:\n" + "\n".join(lines) + _more(len(report.changed_rows)))
    if report.rejected:
        rows = [(str(one.line), one.column, one.value, one.reason) for one in report.rejected[:_SHOWN]]
        table = text_table(("Ligne", "Colonne", "Valeur", "Motif"), rows, widest=120)
        parts.append(f"  Lignes rejetées\u00a0: {len(report.rejected)}\n{table}{_more(len(report.rejected))}")
    if report.warnings:
        lines = [_warning(one.line, one.message) for one in report.warnings[:_SHOWN]]
        parts.append("  Avertissements\u00a0:\n" + "\n".join(lines) + _more(len(report.warnings)))
    return "\n".join(parts)


def _counted(counts: Counts) -> str:
    nouns = ((counts.clients, "client"), (counts.invoices, "pièce"), (counts.payments, "règlement"))
    return ", ".join(plural(number, noun) for number, noun in nouns if number)


def _change(row: ChangedRow) -> str:
    fields = "\u00a0; ".join(
        f"{one.label}\u00a0: {one.before or '–'} → {one.after or '–'}" for one in row.fields
    )
    return f"  - ligne {row.line}, {row.name}\u00a0: {fields}"


def _warning(line: int, message: str) -> str:
    return f"  - ligne {line}\u00a0: {message}" if line else f"  - {message}"


def _more(count: int) -> str:
    return f"\n  … et {count - _SHOWN} de plus" if count > _SHOWN else ""
