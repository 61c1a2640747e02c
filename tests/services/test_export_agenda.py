"""Relations and what comes back survive an export: decided once, never typed again."""

from datetime import date
from pathlib import Path

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.company import Company
from creances_desktop.domain.recurrence import Recurrence, Unit
from creances_desktop.domain.relations import Waiting
from creances_desktop.services import (
    assembly,
    calendar,
    calendar_series,
    clients,
    export,
    imports,
    relations,
)

DAY = date(2026, 11, 23)


def test_relations_and_series_come_back(books, tmp_path: Path) -> None:
    spared, blocked = books.client("BON", "Bon"), books.client("BLOQUE", "Bloqué")
    books.invoice(spared)
    relations.spare(
        books.store, spared, cared=True, waits=Waiting.ALWAYS, plan_id=None, lesson="Dater avant le 10."
    )
    relations.stop_delivery(books.store, blocked, DAY, "Chèque revenu", DAY)
    monthly = Recurrence(date(2026, 11, 30), Unit.MONTH, until=date(2027, 3, 1))
    calendar_series.add(books.store, EntryKind.NOTE, "Déclarer la TVA", monthly, DAY)
    calendar_series.add(books.store, EntryKind.CALL, "Faire le point", monthly, DAY, client_id=spared)
    export.write(books.store, tmp_path / "export", DAY)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as store:
        files = [tmp_path / "export" / name for name in export.LISTS]
        plan = imports.analyse(store, [file for file in files if file.exists()])
        imports.execute(store, plan, today=DAY)
        for code in ("BON", "BLOQUE"):
            here, there = clients.find(store, code).id, clients.find(books.store, code).id
            assert relations.of(store, here, DAY).relation == relations.of(books.store, there, DAY).relation
        entries = calendar.upcoming(store, DAY)
        assert [(one.day, one.title) for one in entries] == [
            (one.day, one.title) for one in calendar.upcoming(books.store, DAY)
        ]
        assert {calendar_series.of_entry(store, one.id).words for one in entries} == {monthly.words}
        calendar_series.top_up(store, DAY)
        assert len(calendar.upcoming(store, DAY)) == len(entries), "nothing is entered twice"
        calendar_series.stop(store, entries[0].id)
        assert len(calendar.upcoming(store, DAY)) == len(entries) // 2
