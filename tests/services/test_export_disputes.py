"""The disputes of a dossier come back from its export as they were, to the cent and to the day."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from creances_desktop.domain.company import Company
from creances_desktop.domain.disputes import Answerer, Category, DisputeDraft, Outcome
from creances_desktop.services import assembly, balance, calendar, disputes, export, imports, invoices
from creances_desktop.services.assembly import Store
from creances_desktop.services.disputes import DisputeEnd, StoredDispute

DAY = date(2026, 11, 21)


def told(store: Store, number: str) -> StoredDispute:
    """The dispute about an invoice, without the numbers of its rows."""
    (one,) = disputes.of_invoice(store, invoices.by_number(store, number).id)
    return replace(one, id=0, invoice_id=0, credit_note_id=None)


def test_an_open_part_and_a_settled_dispute_come_back(books, tmp_path: Path) -> None:
    client_id = books.client()
    part = books.invoice(client_id, "F-1", 1200_00)
    answer = DAY + timedelta(days=9)
    draft = DisputeDraft("Rayures", 300_00, Category.NONCONFORMING, "Un avoir", Answerer.CLIENT, answer)
    disputes.enter(books.store, part, draft, DAY)
    ended = disputes.enter(books.store, books.invoice(client_id, "F-2"), replace(draft, amount=20_00), DAY).id
    disputes.settle(books.store, ended, DisputeEnd(Outcome.COMPROMISE, 15_00, "AV-1", "Convenu"), DAY)
    export.write(books.store, tmp_path / "export", DAY)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as store:
        files = [tmp_path / "export" / name for name in export.LISTS]
        plan = imports.analyse(store, [file for file in files if file.exists()])
        assert plan.rejected == 0
        imports.execute(store, plan, today=DAY)
        for number in ("F-1", "F-2"):
            assert told(store, number) == told(books.store, number)
        (settled,) = disputes.of_invoice(store, invoices.by_number(store, "F-2").id)
        assert settled.credit_note_id == invoices.by_number(store, "AV-1").id
        assert balance.aged(store, DAY).total == balance.aged(books.store, DAY).total
        entries = calendar.upcoming(store, DAY)
        assert [(one.title, one.day, one.done_on) for one in entries] == [
            (one.title, one.day, one.done_on) for one in calendar.upcoming(books.store, DAY)
        ]
        # its day in the calendar is still its own: it is closed with the dispute
        disputes.settle(
            store,
            disputes.open_on(store, invoices.by_number(store, "F-1").id).id,
            DisputeEnd(Outcome.UPHELD),
            DAY,
        )
        assert all(one.done_on for one in calendar.upcoming(store, DAY))
