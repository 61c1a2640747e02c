"""A client's personal data: told, handed over, erased once nothing holds them any more (RGPD)."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.retention import (
    AccountState,
    Held,
    RetentionKind,
    RetentionRule,
    held,
    reasons_to_keep,
)
from creances_desktop.domain.text import plural
from creances_desktop.paths import resource
from creances_desktop.services import backups, clients, letters
from creances_desktop.services.changes import EVERYTHING, Changes, Subject, changed
from creances_desktop.services.clients import ClientCard
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_SETTING = "retention_years"
_LEAST, _MOST = 1, 30
_FAR_PAST = date(1, 1, 1)


class StillHeld(DomainError):
    """The client cannot be erased: the sentence gives the reasons."""

    def __init__(self, reasons: Iterable[str]) -> None:
        super().__init__("Ce client ne peut pas encore être effacé. " + " ".join(reasons))


@dataclass(frozen=True, slots=True)
class PersonalOverview:
    """What is kept of a client and what holds it; `rows` counts what there is, by table.

    `erased_on` is the day on which he was erased, None otherwise. `copies`: backups that hold his data too.
    """

    name: str
    held: tuple[Held, ...]
    reasons: tuple[str, ...]
    rows: Mapping[str, int]
    files: int
    erased_on: date | None
    copies: tuple[Path, ...]


@cache
def _law() -> tuple[RetentionRule, ...]:
    with resource("law/retention.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            RetentionRule(
                RetentionKind(row["kind"]), int(row["years"]), row["source"], row["status"], row["note"]
            )
            for row in csv.DictReader(file)
        )


def rules(store: Store) -> tuple[RetentionRule, ...]:
    """The delays of the law with the years that the user chose instead."""
    with store.reading() as r:
        return _rules(r)


def save_years(store: Store, years: Mapping[RetentionKind, int]) -> Changes:
    """Keeps these delays for the dossier. Raises InvalidValue for one outside 1 to 30 years."""
    for kind, number in years.items():
        if not _LEAST <= number <= _MOST:
            raise InvalidValue(kind.value, f"Entre {_LEAST} et {_MOST} ans.")
    with store.transaction() as t:
        before = t.settings.get(_SETTING, {})
        after = {kind.value: number for kind, number in years.items()}
        t.settings.set(_SETTING, after)
        entry = t.journal.append(
            "retention_set", "Durées de conservation modifiées", before=before, after=after
        )
    return changed(Subject.SETTINGS, message="Durées de conservation enregistrées.", entry_id=entry)


def overview(store: Store, client_id: int, day: date) -> PersonalOverview:
    """What is kept of a client as of a day."""
    card = clients.card(store, client_id, day)
    with store.reading() as r:
        r.personal_data.collect(client_id)
        kept, reasons = _situation(r, card, day)
        rows = {name: len(found) for name, found in r.personal_data.rows()}
        files = len(r.personal_data.files())
        erased = r.personal_data.erased_on(client_id)
    copies = tuple(one.path for one in backups.listed(store.path))
    return PersonalOverview(card.client.name, kept, reasons, rows, files, erased, copies)


def export(store: Store, client_id: int, path: Path) -> Path:
    """Writes all that the dossier holds of a client as a ZIP: his rows as JSON, his files as they are.

    Raises UnwritableFolder.
    """
    buffer = io.BytesIO()
    with store.reading() as r, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        r.personal_data.collect(client_id)
        data = dict(r.personal_data.rows())
        entries = r.personal_data.entries(())
        data["journal"] = [
            {"id": one.id, "at": one.at.isoformat(), "action": one.action, "summary": one.summary}
            for one in (r.journal.get(entry) for entry in entries)
        ]
        archive.writestr("LISEZMOI.txt", _README)
        archive.writestr("donnees.json", json.dumps(data, ensure_ascii=False, indent=1, default=_as_text))
        taken: set[str] = set()
        for name, digest in r.personal_data.files():
            with contextlib.suppress(KeyError):
                archive.writestr(f"documents/{_free(name, taken)}", r.blobs.get(digest))
    letters.write_file(path, buffer.getvalue())
    return path


def erase(store: Store, client_id: int, day: date) -> Changes:
    """Erases what is personal of a settled client; amounts, days and numbers stay, and so do the sums.

    What the journal said of him goes too, while its chain holds. It cannot be undone. Raises StillHeld.
    """
    card = clients.card(store, client_id, day)
    with store.transaction() as t:
        if t.personal_data.erased_on(client_id) is not None:
            raise DomainError("Les données personnelles de ce client sont déjà effacées.")
        t.personal_data.collect(client_id)
        _, reasons = _situation(t, card, day)
        if reasons:
            raise StillHeld(reasons)
        about = t.personal_data.entries(t.personal_data.words())
        entry = t.journal.append(
            "client_erased",
            f"Données personnelles du client n°\u00a0{client_id} effacées",
            client_id=client_id,
        )
        files = t.personal_data.erase(client_id, day, entry)
        t.journal.erase(about, day)
    store.compact()
    return changed(
        *EVERYTHING,
        message="Client effacé"
        + (f", {plural(files, 'document effacé', 'documents effacés')}" if files else "")
        + ". Les sauvegardes faites avant contiennent encore ses données.",
        entry_id=entry,
    )


def _rules(r: Transaction) -> tuple[RetentionRule, ...]:
    chosen = r.settings.get(_SETTING, {})
    return tuple(replace(rule, years=int(chosen.get(rule.kind.value, rule.years))) for rule in _law())


def _situation(r: Transaction, card: ClientCard, day: date) -> tuple[tuple[Held, ...], tuple[str, ...]]:
    """What is kept of the client that was collected, and what holds it."""
    found = r.personal_data.last_days()
    accounting = found[RetentionKind.ACCOUNTING.value]
    talk = found[RetentionKind.CORRESPONDENCE.value]
    last = {
        RetentionKind.ACCOUNTING: accounting,
        RetentionKind.CORRESPONDENCE: talk,
        RetentionKind.COMMERCIAL: max((one for one in (accounting, talk) if one), default=None),
    }
    kept = held(_rules(r), last)
    waiting, disputes, calls = r.personal_data.unfinished(day)
    state = AccountState(card.outstanding, card.credits, waiting, disputes, calls)
    return kept, reasons_to_keep(kept, state, day)


def _free(name: str, taken: set[str]) -> str:
    """A name for a file in the archive: without folders, never twice."""
    bare = Path(name.replace("\\", "/")).name or "document"
    stem, suffix, number = Path(bare).stem, Path(bare).suffix, 1
    while bare.casefold() in taken:
        number += 1
        bare = f"{stem}-{number}{suffix}"
    taken.add(bare.casefold())
    return bare


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


_README = """Données personnelles d’un client, telles que le dossier de Créances les contient.

donnees.json   les lignes du dossier qui le concernent, table par table (montants en centimes)
documents/     les lettres, factures et pièces jointes, telles quelles
"""
