"""The copies of a dossier, and what was recovered of one, as the command prints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from creances_desktop.domain.attachments import size_text
from creances_desktop.domain.text import plural
from creances_desktop.services.backups import Backup, Comparison
from creances_desktop.services.recovery import Recovery
from creances_desktop.services.text_table import text_table

_HEADS = ("Date", "Pourquoi", "Où", "Taille", "Clients", "Pièces", "Dernière action")
_UNKNOWN = "–"


def as_json(copies: Sequence[Backup]) -> dict[str, Any]:
    """The copies, newest first; `readable` is false for one that cannot be restored."""
    return {"backups": [_as_json(one) for one in copies]}


def as_text(copies: Sequence[Backup]) -> str:
    """The copies as a table to read, each with its file below; newest first."""
    if not copies:
        return "Aucune sauvegarde n’est gardée pour ce dossier."
    rows = [
        (
            _moment(one.at),
            one.reason,
            one.place,
            size_text(one.size),
            _count(one.facts.clients if one.facts else None),
            _count(one.facts.invoices if one.facts else None),
            _moment(one.facts.last_change) if one.facts and one.facts.last_change else _UNKNOWN,
        )
        for one in copies
    ]
    files = "\n".join(str(one.path) for one in copies)
    return f"{text_table(_HEADS, rows, right=3)}\n\n{files}"


def comparison_as_json(found: Comparison) -> dict[str, Any]:
    """The figures of the copy and of the present as texts to read, and what was done since, newest first."""
    figures = [{"what": name, "backup": then, "now": now} for name, then, now in found.lines]
    return {"figures": figures, "since": list(found.since)}


def comparison_as_text(found: Comparison) -> str:
    """The same to read."""
    lines = [text_table(("", "Sauvegarde", "Maintenant"), found.lines, right=1), ""]
    if not found.since:
        return "\n".join((*lines, "Rien n’a été fait depuis cette copie."))
    lines.append(f"{plural(len(found.since), 'action faite', 'actions faites')} depuis\u00a0:")
    return "\n".join((*lines, *(f"  {entry}" for entry in found.since)))


def recovery_as_json(found: Recovery) -> dict[str, Any]:
    """Where what was recovered lies, whether nothing seems to be missing, the report, the last good copy."""
    return {
        "file": str(found.path),
        "report_file": str(found.report),
        "complete": found.whole,
        "report": list(found.lines),
        "last_backup": _as_json(found.backup) if found.backup is not None else None,
    }


def recovery_as_text(found: Recovery) -> str:
    """The report, and where it is kept."""
    kept = f"Ce compte rendu est gardé dans {found.report}"
    last = () if found.backup is None else (f"Dernière bonne sauvegarde\u00a0: {found.backup.path}",)
    return "\n".join((*found.lines, *last, "", kept))


def _as_json(one: Backup) -> dict[str, Any]:
    facts = one.facts
    return {
        "file": str(one.path),
        "at": one.at.isoformat(),
        "reason": facts.reason if facts else "",
        "place": one.place,
        "size": one.size,
        "readable": facts is not None,
        "clients": facts.clients if facts else None,
        "invoices": facts.invoices if facts else None,
        "last_change": facts.last_change.isoformat() if facts and facts.last_change else None,
    }


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%d/%m/%Y %H:%M}"


def _count(number: int | None) -> str:
    return _UNKNOWN if number is None else str(number)
