"""The contacts and promises of a dossier come back from its export as they were."""

from datetime import date, timedelta
from pathlib import Path

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.company import Company
from creances_desktop.domain.contact_attempts import CallNote
from creances_desktop.domain.nonpayment import Reason
from creances_desktop.services import assembly, calls, clients, export, imports, nonpayment, promises
from creances_desktop.services.assembly import Store
from creances_desktop.services.calls import PromiseMade

DAY = date(2026, 11, 21)


def told(store: Store, code: str) -> list[tuple[object, ...]]:
    with store.reading() as r:
        client = r.clients.find(code)
        assert client is not None
        numbers = {one.id: one.number for one in r.invoices.of_client(client.id)}
        return [
            (one.attempt, one.reason, one.note, [numbers[each] for each in one.invoice_ids])
            for one in r.contact_attempts.of_client(client.id)
        ]


def test_contacts_reasons_and_who_promised_come_back(books, tmp_path: Path) -> None:
    client_id = books.client()
    first, second = books.invoice(client_id, "F-1", 1200_00), books.invoice(client_id, "F-2", 300_00)
    lost = CallNote(CallOutcome.INVOICE_NOT_RECEIVED, "duplicata", contact="Mme Roy", invoice_ids=(first,))
    calls.record(books.store, client_id, lost, DAY)
    made = PromiseMade(300_00, DAY + timedelta(days=4), (second,))
    calls.record(books.store, client_id, CallNote(CallOutcome.PROMISE, contact="Mme Roy"), DAY, promise=made)
    code = clients.get(books.store, client_id).code
    export.write(books.store, tmp_path / "export", DAY)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as store:
        files = [tmp_path / "export" / name for name in export.LISTS]
        plan = imports.analyse(store, [file for file in files if file.exists()])
        assert plan.rejected == 0
        imports.execute(store, plan, today=DAY)
        assert told(store, code) == told(books.store, code)
        assert len(told(store, code)) == 2
        (back,) = promises.all_now(store, DAY)
        assert (back.stored.person, back.stored.channel) == ("Mme Roy", "phone")
        shares = {one.reason: one.amount for one in nonpayment.report(store, DAY + timedelta(days=90))}
        assert shares[Reason.LOST_INVOICE] == 1200_00


def test_a_promise_about_several_invoices_comes_back_about_the_same(books, tmp_path: Path) -> None:
    client_id = books.client()
    ids = tuple(books.invoice(client_id, number, 300_00) for number in ("F-1", "F-2"))
    books.invoice(client_id, "F-3", 50_00)
    made = PromiseMade(600_00, DAY + timedelta(days=4), ids)
    calls.record(books.store, client_id, CallNote(CallOutcome.PROMISE, contact="Mme Roy"), DAY, promise=made)
    export.write(books.store, tmp_path / "export", DAY)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as store:
        files = [tmp_path / "export" / name for name in export.LISTS]
        for _ in range(2):  # the second import changes nothing
            imports.execute(store, imports.analyse(store, [one for one in files if one.exists()]), today=DAY)
        (back,) = promises.all_now(store, DAY)
        assert (back.stored.numbers, back.stored.promise.amount) == (("F-1", "F-2"), 600_00)
        assert back.stored.person == "Mme Roy"
