"""The calendar for other programs: which entries, with which words, under identifiers that stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.text import plural
from creances_desktop.exchange.calendar_out import Alarm, CalendarLine, calendar_bytes
from creances_desktop.services import planned_letters
from creances_desktop.services.letters import write_file
from creances_desktop.storage.base import utc_now
from creances_desktop.storage.calendar import Wanted
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = ["Alarm", "Exported", "Wish", "file_name", "ics", "write"]


CANCELLED_FOR = timedelta(days=366)
"""So long a later file goes on cancelling what an earlier one brought: not every device takes every file."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is exported: what is open or planned whatever its day, what was done since a day if wanted."""

    done_since: date | None = None
    alarm: Alarm = Alarm.NONE


@dataclass(frozen=True, slots=True)
class Exported:
    """The file of the calendar, the day of each entry in it, how many of an earlier file are cancelled."""

    data: bytes
    days: Mapping[int, date]
    cancelled: int


def ics(store: Store, wish: Wish, today: date) -> Exported:
    """The file of the calendar; what an earlier one brought and is not wanted any more is cancelled in it."""
    with store.reading() as r:
        wanted = Wanted(done=wish.done_since is not None, done_since=wish.done_since or date.max)
        stored = r.calendar.page(r.calendar.listed_ids(wanted))
        entries = sorted([*stored, *planned_letters.within(r, today)], key=lambda one: (one.day, one.id))
        company = r.company.get().legal_name
        known = _Identity(r)
        phones = {client.id: client.phone for client in r.clients.all(archived=True)}
        lines = [known.line(entry, phones.get(entry.client_id or 0, "")) for entry in entries]
        days = {entry.id: entry.day for entry in entries}
        before = r.calendar.exported(today - CANCELLED_FOR)
        gone = {entry_id: day for entry_id, day in before.items() if entry_id not in days}
        kept = {entry.id: entry for entry in r.calendar.page(sorted(gone))}
        cancelled = [known.gone(entry_id, day, kept.get(entry_id)) for entry_id, day in sorted(gone.items())]
        sequence = r.journal.last_id()
    data = calendar_bytes(
        [*lines, *cancelled],
        name=f"Créances — {company}",
        stamp=store.clock() if store.clock is not None else utc_now(),
        sequence=sequence,
        alarm=wish.alarm,
    )
    return Exported(data, days, len(cancelled))


def write(store: Store, path: Path, wish: Wish, today: date) -> str:
    """Writes the file whole or not at all; the French sentence of what was done. Raises UnwritableFolder.

    What it brings to other calendars is remembered, so that a later file can take it out of them.
    """
    made = ics(store, wish, today)
    write_file(path, made.data)
    if not store.read_only:
        with store.transaction() as t:
            t.calendar.remember_exported(made.days)
    count = len(made.days)
    words = f"{plural(count, 'entrée enregistrée', 'entrées enregistrées')} dans {path.name}"
    if made.cancelled:
        words += (
            f", {plural(made.cancelled, 'entrée annulée', 'entrées annulées')} depuis un export précédent"
        )
    return f"{words}."


def file_name(today: date) -> str:
    """What the file is called unless the user calls it otherwise."""
    return f"agenda-creances-{today.isoformat()}.ics"


class _Identity:
    """Identifiers of the entries of one dossier: the moment it was begun tells it from any other."""

    def __init__(self, r: Transaction) -> None:
        first = r.journal.get(1)
        self._dossier = f"creances:{first.at.isoformat()}:{first.summary}"

    def line(self, entry: CalendarEntry, phone: str) -> CalendarLine:
        """The entry as other programs show it."""
        what = " — ".join(part for part in (entry.client_name, entry.title) if part)
        summary = f"{entry.kind.label}\u00a0: {what}"
        if entry.kind is EntryKind.FOLLOW_UP:
            summary = f"{entry.title}\u00a0: {entry.client_name}"
        about = (
            f"Facture {entry.invoice_number}" if entry.invoice_number else "",
            f"Téléphone\u00a0: {phone}" if phone else "",
            entry.note,
        )
        done = entry.done_on is not None
        return CalendarLine(
            uid=self._uid(entry.id),
            day=entry.day,
            summary=f"✓ {summary}" if done else summary,
            description="\n".join(part for part in about if part),
            category=entry.kind.label,
            done=done,
        )

    def gone(self, entry_id: int, day: date, entry: CalendarEntry | None) -> CalendarLine:
        """What takes an entry out of other calendars, on the day under which they know it."""
        if entry is None:
            return CalendarLine(self._uid(entry_id), day, "Entrée retirée", "", "", gone=True)
        return replace(self.line(entry, ""), day=day, gone=True)

    def _uid(self, entry_id: int) -> str:
        return f"{uuid5(NAMESPACE_URL, f'{self._dossier}:{entry_id}')}@creances-desktop"
