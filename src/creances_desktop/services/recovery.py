"""A damaged dossier: all that can still be read of it, in a new file, with the report of what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from creances_desktop.domain.errors import DomainError, system_reason
from creances_desktop.domain.text import plural
from creances_desktop.services import backups, verify
from creances_desktop.services.backups import Backup
from creances_desktop.storage import salvage as storage
from creances_desktop.storage.base import utc_now
from creances_desktop.storage.errors import MissingDossier, UnwritableDossier
from creances_desktop.storage.store import Store

_NOUNS = {
    "client": ("client", "clients"),
    "contact": ("contact", "contacts"),
    "invoice": ("facture ou avoir", "factures et avoirs"),
    "due_item": ("échéance", "échéances"),
    "payment": ("règlement", "règlements"),
    "allocation": ("imputation", "imputations"),
    "letter": ("lettre", "lettres"),
    "blob": ("document", "documents"),
    "calendar_entry": ("ligne d’agenda", "lignes d’agenda"),
    "journal": ("action du journal", "actions du journal"),
}


@dataclass(frozen=True, slots=True)
class Recovery:
    """What came out of a damaged dossier: the new file, and the report as lines of French text.

    `whole` is whether nothing seems to be missing; `backup` the last good copy, to be preferred when it is
    recent, None without one.
    """

    path: Path
    lines: tuple[str, ...]
    whole: bool
    backup: Backup | None

    @property
    def report(self) -> Path:
        """The file beside it that keeps the report."""
        return self.path.with_suffix(".txt")


class NothingToRecover(DomainError):
    """Not one row could be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Rien n’a pu être relu dans «\u00a0{path.name}\u00a0»\u00a0: restaurez la dernière sauvegarde."
        )


def recover(dossier: Path) -> Recovery:
    """Reads what can be read of a damaged dossier into a new one beside it; the damaged file is not touched.

    Raises MissingDossier, NothingToRecover, UnwritableDossier.
    """
    if not dossier.is_file():
        raise MissingDossier(dossier)
    stamp = utc_now().astimezone()
    target = dossier.with_name(f"{dossier.stem}.recupere-{stamp:%Y%m%d-%H%M%S}.creances")
    try:
        found = storage.salvage(dossier, target)
    except OSError as error:
        raise UnwritableDossier(target, system_reason(error)) from error
    if not any(one.rows for one in found.tables if one.table in ("client", "invoice", "journal")):
        target.unlink(missing_ok=True)
        raise NothingToRecover(dossier)
    last = backups.latest(dossier)
    lines, whole = _report(found, target, last)
    made = Recovery(target, tuple(lines), whole, last)
    text = "\n".join((f"Récupération du {stamp:%d/%m/%Y à %H:%M}", "", *lines))
    try:
        # it may name invoices and clients
        made.report.touch(mode=0o600)
        made.report.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnwritableDossier(made.report, system_reason(error)) from error
    return made


def _report(found: storage.Salvage, target: Path, last: Backup | None) -> tuple[list[str], bool]:
    by_table = {one.table: one for one in found.tables}
    lines = [f"Relu dans «\u00a0{target.name}\u00a0»\u00a0:"]
    whole = True
    for table, (one, many) in _NOUNS.items():
        saved = by_table[table]
        missing = ""
        if saved.missing:
            whole = False
            missing = f" (il en manque {saved.missing})"
        if saved.rows or saved.missing:
            lines.append(f"  {plural(saved.rows, one, many)}{missing}")
    lost = sum(number for _, number in found.orphans)
    if lost:
        whole = False
        lines.append(f"  {plural(lost, 'ligne cite', 'lignes citent')} une autre qui est perdue")
    with Store.open(target, write=False) as store:
        problems = verify.verify(store).problems
    if problems:
        whole = False
        lines += ["", "À vérifier\u00a0:", *(f"  {problem}" for problem in problems[:20])]
        if len(problems) > 20:
            lines.append(f"  … et {len(problems) - 20} autres")
    lines += ["", _advice(last, whole=whole)]
    return lines, whole


def _advice(last: Backup | None, *, whole: bool) -> str:
    if whole:
        return "Rien ne semble manquer."
    if last is None or last.facts is None:
        return "Il n’y a pas de sauvegarde\u00a0: ouvrez le dossier récupéré et complétez ce qui manque."
    changed: datetime | None = last.facts.last_change
    until = f", dernière action du {changed.astimezone():%d/%m/%Y à %H:%M}" if changed else ""
    return (
        f"La dernière bonne sauvegarde est du {last.at.astimezone():%d/%m/%Y à %H:%M}{until}\u00a0: "
        "préférez-la si peu de choses ont été faites depuis."
    )
