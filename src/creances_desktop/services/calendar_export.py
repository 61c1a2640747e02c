"""The calendar for other programs: which entries, with which words, under identifiers that stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.text import plural
from creances_desktop.exchange.calendar_out import Alarm, CalendarLine, calendar_bytes
from creances_desktop.services.letters import write_file
from creances_desktop.storage.base import utc_now
from creances_desktop.storage.calendar import Wanted
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = ["Alarm", "Wish", "file_name", "ics", "write"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is exported: what is open whatever its day, and what was done since a day, if wanted."""

    done_since: date | None = None
    alarm: Alarm = Alarm.NONE


def ics(store: Store, wish: Wish) -> tuple[bytes, int]:
    """The file of the calendar, and how many entries it holds."""
    with store.reading() as r:
        wanted = Wanted(done=wish.done_since is not None, done_since=wish.done_since or date.max)
        entries = sorted(r.calendar.page(r.calendar.listed_ids(wanted)), key=lambda one: (one.day, one.id))
        company = r.company.get().legal_name
        known = _Identity(r)
        phones = {client.id: client.phone for client in r.clients.all(archived=True)}
        lines = [known.line(entry, phones.get(entry.client_id or 0, "")) for entry in entries]
        sequence = r.journal.last_id()
    data = calendar_bytes(
        lines,
        name=f"Créances — {company}",
        stamp=store.clock() if store.clock is not None else utc_now(),
        sequence=sequence,
        alarm=wish.alarm,
    )
    return data, len(lines)


def write(store: Store, path: Path, wish: Wish) -> str:
    """Writes the file whole or not at all; the French sentence of what was done. Raises UnwritableFolder."""
    data, count = ics(store, wish)
    write_file(path, data)
    return f"{plural(count, 'entrée enregistrée', 'entrées enregistrées')} dans {path.name}."


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
        about = (
            f"Facture {entry.invoice_number}" if entry.invoice_number else "",
            f"Téléphone\u00a0: {phone}" if phone else "",
            entry.note,
        )
        done = entry.done_on is not None
        return CalendarLine(
            uid=f"{uuid5(NAMESPACE_URL, f'{self._dossier}:{entry.id}')}@creances-desktop",
            day=entry.day,
            summary=f"✓ {summary}" if done else summary,
            description="\n".join(part for part in about if part),
            category=entry.kind.label,
            done=done,
        )
