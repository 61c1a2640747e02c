"""The file of complements: what an export of the program holds beside its lists.

A CSV of four columns: the subject (`company`, `setting`, `plan`, `client`, `invoice`, `claim`, `rate`,
`series`, `entry`, `attachment`, `sending`, `contact`, `instalment_plan`), the client's
code, the key of the invoice, and the values as JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from creances_desktop.domain.imports import Complement, Reading, Rejected
from creances_desktop.domain.money import MOST
from creances_desktop.exchange.csv_out import write_table
from creances_desktop.exchange.formulas import without_guard

HEADERS = ("Complément", "Code client", "Clé", "Valeurs")
_FIRST_LINE = ";".join(HEADERS)
SUBJECTS = frozenset(
    [
        *("company", "setting", "plan", "client", "invoice", "claim", "rate", "series", "entry"),
        *("attachment", "sending", "contact", "letter_text", "letter_draft", "instalment_plan"),
    ]
)


def is_complements(text: str) -> bool:
    """Whether a text begins as such a file does."""
    return text.lstrip("\ufeff").startswith(_FIRST_LINE)


def write(path: Path, complements: Iterable[Complement]) -> None:
    """Writes the file. Raises EnvironmentProblem when it cannot be written."""
    write_table(
        path,
        HEADERS,
        (
            (one.subject, one.client, one.key, json.dumps(one.values, ensure_ascii=False, sort_keys=True))
            for one in complements
        ),
    )


def read_complements(path: Path, text: str) -> Reading:
    """The reading of such a file; a line that was damaged is rejected."""
    found: list[Complement] = []
    rejected: list[Rejected] = []
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=";")
    next(lines)
    for row in lines:
        try:
            subject, client, key, values = row
            known = json.loads(values)
            if subject not in SUBJECTS or not isinstance(known, dict):
                raise ValueError(subject)
            _refuse_too_large(known)
            if subject == "attachment":
                known["path"] = _beside(path, known.get("file"))
            found.append(Complement(subject, without_guard(client), without_guard(key), known))
        except ValueError:
            shown = ";".join(row)[:60]
            reason = "Cette ligne n’est pas celle d’un export\u00a0: elle a été modifiée."
            rejected.append(Rejected(lines.line_num, HEADERS[3], shown, reason))
    return Reading(
        path=str(path),
        format="complements",
        description="Compléments d’un export de Créances (plans, suivi, contacts, agenda).",
        rejected=tuple(rejected),
        complements=tuple(found),
    )


def _refuse_too_large(known: object) -> None:
    """ValueError where a whole number, of cents or of anything, is beyond what the program writes."""
    if isinstance(known, dict):
        known = list(known.values())
    if isinstance(known, list):
        for one in known:
            _refuse_too_large(one)
    elif isinstance(known, int) and abs(known) > MOST:
        raise ValueError(known)


def _beside(path: Path, name: object) -> str:
    """The file of that name in the folder of the complements, never one outside of it; empty without one."""
    folder = path.parent.resolve()
    found = (folder / str(name or "")).resolve()
    return str(found) if name and found.is_relative_to(folder) else ""
