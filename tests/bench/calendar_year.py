"""Times of the calendar of a year with 20,000 entries, beside the raw limit of the same run.

    python packaging/dev.py bench calendar

Nothing here passes or fails: it prints a table for the README. Each figure is the best of five.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from creances_desktop import app
from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.services import (
    assembly,
    calendar_export,
    calendar_views,
    clients,
    invoices,
    planned_letters,
)
from creances_desktop.services.assembly import Store
from creances_desktop.services.calendar_export import Wish
from creances_desktop.services.calendar_views import Wanted
from creances_desktop.ui.executor import SynchronousExecutor
from creances_desktop.ui.pages.calendar import CalendarPage
from creances_desktop.ui.session import Session

ENTRIES, CLIENTS, INVOICES = 20_000, 300, 900
YEAR, TODAY = date(2026, 1, 1), date(2026, 6, 15)
DAYS = date(2026, 6, 1), date(2026, 7, 5)


def main() -> None:
    """Prints the table."""
    app.application()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.creances"
        with assembly.create_company_file(path, Company("Menuiserie Martin")) as store:
            fill(store)
            rows = [
                *measure(store),
                *measure_planned(store),
                (f"raw: sqlite3 reads {ENTRIES} rows", best(lambda: raw(path))),
            ]
    width = max(len(name) for name, _ in rows)
    for name, milliseconds in rows:
        sys.stdout.write(f"| {name:<{width}} | {milliseconds:>7.0f} ms |\n")


def fill(store: Store) -> None:
    """Enters the year: as many entries on each day, of every kind in turn, a half of them late."""
    kinds = [kind.value for kind in EntryKind if kind is not EntryKind.FOLLOW_UP]
    with store.transaction() as t:
        for number in range(CLIENTS):
            clients.enter(t, ClientDraft(f"C{number}", f"Client numéro {number}"))
        rows = [
            (
                kinds[number % len(kinds)],
                (YEAR + timedelta(days=number * 365 // ENTRIES)).isoformat(),
                f"Entrée {number}",
                1 + number % CLIENTS,
                "Ce qui a été dit",
            )
            for number in range(ENTRIES)
        ]
        t.bulk.insert("calendar_entry", ("kind", "day", "title", "client_id", "note"), rows)


def measure(store: Store) -> list[tuple[str, float]]:
    """The page opened, its other views, its search, and the file for other programs."""
    session = Session(store, SynchronousExecutor(), lambda: TODAY)
    wanted = Wanted(done_since=TODAY - timedelta(days=90))

    def opened() -> CalendarPage:
        page = CalendarPage(session)
        page.resize(1200, 640)
        page.show()
        page.repaint()
        return page

    page = opened()

    def again(view: str) -> None:
        page.show_view(view)
        page.repaint()

    return [
        ("calendar: a month read", best(lambda: calendar_views.read(store, DAYS, TODAY, wanted))),
        ("calendar: page opened and painted", best(opened)),
        ("calendar: another month", best(lambda: (page.month.grid.move_sheets(1), page.repaint()))),
        ("calendar: week", best(lambda: again("week"))),
        ("calendar: list", best(lambda: again("list"))),
        ("calendar: .ics of everything", best(lambda: calendar_export.ics(store, Wish(), TODAY), 1)),
    ]


def measure_planned(store: Store) -> list[tuple[str, float]]:
    """The letters to come of open invoices, which the page adds once what is stored is painted."""
    with store.transaction() as t:
        for number in range(INVOICES):
            due = TODAY + timedelta(days=number % 60 - 30)
            gross, items = 120_00, (DueItemDraft(due, 120_00),)
            day = due - timedelta(days=30)
            client_id = 1 + number % CLIENTS
            invoices.enter(
                t,
                InvoiceDraft(client_id, DocumentKind.INVOICE, f"F{number}", day, gross, 0, gross, items),
            )
    name = f"calendar: planned letters of {INVOICES} open invoices"
    return [(name, best(lambda: planned_letters.read(store, TODAY)))]


def raw(path: Path) -> None:
    """What SQLite alone takes for the whole table."""
    connection = sqlite3.connect(path)
    connection.execute("SELECT id, kind, day, title FROM calendar_entry").fetchall()
    connection.close()


def best(act: Callable[[], object], times: int = 5) -> float:
    """The shortest time of so many, in milliseconds."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        found.append((time.perf_counter() - started) * 1000)
    return min(found)


if __name__ == "__main__":
    main()
