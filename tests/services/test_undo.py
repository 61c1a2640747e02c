"""Undoing an import: every balance is again what it was, for every day, and what left cannot be undone."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.services import calendar, clients, followups, imports, invoices, payments, steps, undo
from creances_desktop.services.assembly import create_company_file
from creances_desktop.services.verify import verify
from creances_desktop.storage.letters import NewLetter
from creances_desktop.storage.store import Store

TODAY = date(2026, 6, 29)
FAR = date(9999, 12, 31)
DAYS = [date(2026, 3, 1), date(2026, 4, 7), date(2026, 5, 1), TODAY, FAR]

CLIENTS = """Code;Raison sociale;E-mail;Adresse;Code postal;Ville
C1;Scierie Lefèvre;compta@lefevre.example;1 rue du Port;69003;Lyon
C2;Garage Müller;;2 rue du Lac;35000;Rennes
"""
INVOICES = """N° facture;Code client;Date;Échéance;Montant TTC;Niveau de relance;En litige;Promesse le
F1;C1;01/03/2026;31/03/2026;1200,00;2;non;10/07/2026
F2;C1;10/04/2026;10/05/2026;600,00;;oui;
A1;C1;12/04/2026;;-100,00;;;
F3;C2;15/04/2026;15/05/2026;240,00;;;
"""
PAYMENTS = """Code;N° facture;Date;Montant
P1;F1;05/04/2026;300,00
P2;F3;20/05/2026;240,00
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create_company_file(tmp_path / "essai.creances", Company("Essai")) as opened:
        yield opened


def bring(store: Store, **texts: str) -> int:
    paths = []
    for name, text in texts.items():
        path = store.path.with_name(f"{name}.csv")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return imports.execute(store, imports.analyse(store, paths), today=TODAY).entry_id


def figures(store: Store) -> list[object]:
    """Open items and credits as of several days."""
    with store.reading() as r:
        return [
            (
                [
                    (one.client_id, one.number, one.due_date, one.outstanding)
                    for one in r.balance.open_items(day)
                ],
                r.balance.credits(day),
            )
            for day in DAYS
        ]


def figures_of_every_day(store: Store) -> dict[date, object]:
    """What is owed, in hand, and in which cycle of its follow-up, as of every day of four months."""
    days = [date(2026, 3, 25) + timedelta(days=number) for number in range(120)]
    with store.reading() as r:
        return {
            day: (
                [(one.number, one.outstanding, one.cycle) for one in r.balance.open_items(day)],
                r.balance.credits(day),
            )
            for day in days
        }


def letter_about(store: Store, number: str, *, delivered: bool) -> int:
    """A letter reminding an invoice, as the follow-ups of the day leave it."""
    invoice = invoices.by_number(store, number)
    with store.transaction() as t:
        entry = t.journal.append("letter_reserved", "Relance")
        new = NewLetter(
            client_id=invoice.client_id,
            client_name="Scierie Lefèvre",
            reference=t.letters.next_reference(TODAY),
            step="reminder_1",
            channel="letter",
            template="reminder_1",
            issued_on=TODAY,
            deadline=None,
            total=100,
            credits=0,
            claimed=100,
            content="{}",
            file_name="essai.pdf",
        )
        letter = t.letters.reserve(new, action_id=entry)
        item = t.invoices.due_items(invoice.id)[0]
        columns = (
            *("due_item_id", "letter_id", "cycle", "step", "attempt", "channel"),
            *("done_on", "outstanding", "days_late"),
        )
        row = (item.id, letter, 1, "reminder_1", 1, "letter", TODAY.isoformat(), 100, 40)
        t.bulk.insert("followup", columns, [row])
        if delivered:
            t.letters.deliver(letter)
    return letter


def test_an_undone_import_leaves_every_balance_of_every_day_as_it_was(store: Store) -> None:
    before = figures(store)
    entry = bring(store, clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    assert figures(store) != before
    changes = undo.undo(store, entry, today=TODAY)
    assert figures(store) == before
    assert verify(store).problems == ()
    with store.reading() as r:
        assert r.clients.all() == [], "archived"
        assert len(r.clients.all(archived=True)) == 2, "and kept"
        assert len(r.lists.invoice_ids(TODAY)) == 0, "lists hide the pair"
        assert r.invoices.open_disputes() == []
        assert r.invoices.promises() == []
        assert r.calendar.open_until(FAR) == []
        assert all(step.void for steps in r.followups.history().values() for step in steps)
        original, reversal = r.journal.get(entry), r.journal.get(changes.entry_id)
    assert (reversal.action, reversal.reverses_id) == (undo.UNDONE, entry)
    assert original.summary in reversal.summary, "the history shows both"


def test_the_same_files_can_come_again_and_be_undone_again(store: Store) -> None:
    first = bring(store, clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    with_it = figures(store)
    undo.undo(store, first, today=TODAY)
    second = bring(store, clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    assert figures(store) == with_it
    with store.reading() as r:
        assert [one.code for one in r.clients.all()] == ["C1", "C2"]
        assert r.invoices.open_disputes()
        assert any(not step.void for steps in r.followups.history().values() for step in steps)
    undo.undo(store, second, today=TODAY)
    assert [day for day in figures(store) if day != ([], {})] == []
    with store.reading() as r:
        assert r.clients.all() == []
    assert verify(store).problems == ()


def test_an_import_is_undone_once_and_only_an_import(store: Store) -> None:
    entry = bring(store, clients=CLIENTS)
    changes = undo.undo(store, entry, today=TODAY)
    for wrong, words in ((entry, "déjà annulé"), (changes.entry_id, "pas un import"), (999, "journal")):
        with pytest.raises(DomainError, match=words):
            undo.undo(store, wrong, today=TODAY)


def test_a_letter_that_left_refuses_the_undoing_and_names_itself(store: Store) -> None:
    entry = bring(store, clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    letter_about(store, "F2", delivered=True)
    before = figures(store)
    with pytest.raises(DomainError, match="L2026-00001 à Scierie Lefèvre .* F2"):
        undo.undo(store, entry, today=TODAY)
    assert figures(store) == before, "whole or not at all"


def test_a_letter_that_waits_is_cancelled_with_its_invoice(store: Store) -> None:
    entry = bring(store, clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    letter = letter_about(store, "F2", delivered=False)
    undo.undo(store, entry, today=TODAY)
    with store.reading() as r:
        assert r.letters.get(letter).status == "cancelled"
        assert [one.code for one in r.clients.all()] == ["C1"], "a letter is kept with its client"


def test_an_amount_that_a_letter_spoke_of_is_not_changed_by_a_file(store: Store) -> None:
    bring(store, clients=CLIENTS, invoices=INVOICES)
    letter_about(store, "F2", delivered=True)
    path = store.path.with_name("invoices.csv")
    path.write_text(INVOICES.replace("600,00", "500,00"), encoding="utf-8")
    plan = imports.analyse(store, [path])
    (refused,) = plan.files[0].rejected
    assert (refused.line, refused.value) == (3, "F2")
    assert "une lettre en a déjà parlé" in refused.reason
    assert plan.writes.is_empty


def test_what_rests_on_the_import_is_released_not_lost(store: Store) -> None:
    """A payment typed since on an imported invoice stays, in hand; a typed client keeps his own."""
    clients.add(store, ClientDraft(code="C1", name="Scierie Lefèvre"))
    entry = bring(store, clients=CLIENTS, invoices=INVOICES)
    client = clients.find(store, "C1")
    with store.reading() as r:
        (item,) = [one for one in r.balance.open_items(FAR) if one.number == "F2"]
    draft = PaymentDraft(
        client.id, 600_00, date(2026, 6, 1), allocations=(Allocation(item.due_item_id, 600_00),)
    )
    payments.record(store, draft, TODAY)
    undo.undo(store, entry, today=TODAY)
    with store.reading() as r:
        assert r.balance.open_items(FAR) == []
        assert r.balance.credits(FAR) == {client.id: 600_00}
        assert [one.code for one in r.clients.all()] == ["C1"]
    assert verify(store).problems == ()


def test_changed_values_come_back_unless_they_changed_since(store: Store) -> None:
    bring(store, clients=CLIENTS, invoices=INVOICES)
    changed = bring(
        store,
        clients=CLIENTS.replace("Scierie Lefèvre", "Scierie L.").replace("Garage Müller", "Garage M."),
        invoices=INVOICES.replace("600,00", "660,00").replace("15/05/2026", "31/05/2026"),
    )
    kept = clients.find(store, "C2")
    clients.update(store, kept.id, ClientDraft(code="C2", name="Garage Müller SARL"))
    undo.undo(store, changed, today=TODAY)
    assert clients.find(store, "C1").name == "Scierie Lefèvre"
    assert clients.find(store, "C2").name == "Garage Müller SARL"
    with store.reading() as r:
        items = {one.number: one for one in r.balance.open_items(FAR)}
        assert items["F2"].outstanding == 600_00
        assert items["F3"].due_date == date(2026, 5, 15)
        assert len(r.lists.client_ids(TODAY, words="lefevre")) == 1
    assert verify(store).problems == ()


def test_a_payment_taken_back_by_the_import_stands_again(store: Store) -> None:
    bring(store, clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    before = figures(store)
    returned = PAYMENTS + "P3;F3;01/06/2026;-240,00\n"
    entry = bring(store, payments=returned)
    assert figures(store) != before
    undo.undo(store, entry, today=TODAY)
    assert figures(store) == before
    with store.reading() as r:
        (live,) = r.payments.of_client(clients.find(store, "C2").id)
    assert (live.amount, live.unallocated) == (240_00, 0)
    assert verify(store).problems == ()
    bring(store, payments=returned)
    with store.reading() as r:
        assert "F3" in {one.number for one in r.balance.open_items(FAR)}
    assert verify(store).problems == ()


def test_every_day_is_as_it_was_once_the_return_of_an_older_payment_is_undone(store: Store) -> None:
    bring(store, clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    before = figures_of_every_day(store)
    entry = bring(store, payments=PAYMENTS + "P3;F3;01/06/2026;-240,00\n")
    with_return = figures_of_every_day(store)
    assert with_return[date(2026, 5, 31)] == before[date(2026, 5, 31)]
    assert with_return[date(2026, 6, 1)] != before[date(2026, 6, 1)]
    undo.undo(store, entry, today=TODAY)
    assert figures_of_every_day(store) == before
    with store.reading() as r:
        (live,) = r.payments.of_client(clients.find(store, "C2").id)
    assert live.bank_date == date(2026, 5, 20), "from its own day, not from that of the return"
    (latest, *_) = steps.listed(store)
    assert latest.undone
    steps.redo(store, latest.id)
    assert figures_of_every_day(store) == with_return
    steps.undo(store, latest.id, TODAY)
    assert figures_of_every_day(store) == before
    assert verify(store).problems == ()


def test_a_payment_and_its_return_in_one_import_leave_no_trace_on_any_day(store: Store) -> None:
    bring(store, clients=CLIENTS, invoices=INVOICES)
    before = figures_of_every_day(store)
    entry = bring(store, payments=PAYMENTS + "P3;F3;01/06/2026;-240,00\n")
    undo.undo(store, entry, today=TODAY)
    assert figures_of_every_day(store) == before
    assert verify(store).problems == ()


def test_a_return_is_not_undone_over_the_payment_that_made_it_good(store: Store) -> None:
    bring(store, clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    entry = bring(store, payments=PAYMENTS + "P3;F3;01/06/2026;-240,00\n")
    with store.reading() as r:
        (item,) = [one for one in r.balance.open_items(FAR) if one.number == "F3"]
    again = PaymentDraft(
        item.client_id, 240_00, date(2026, 6, 10), allocations=(Allocation(item.due_item_id, 240_00),)
    )
    changes = payments.record(store, again, TODAY)
    paid = figures_of_every_day(store)
    with pytest.raises(DomainError, match="F3 a reçu une autre imputation"):
        undo.undo(store, entry, today=TODAY)
    assert figures_of_every_day(store) == paid, "whole or not at all"
    assert changes.id is not None
    payments.cancel(store, changes.id, date(2026, 6, 10), "Erreur")
    undo.undo(store, entry, today=TODAY)
    assert verify(store).problems == ()


def _open(store: Store):
    with store.reading() as r:
        return r.balance.open_items(FAR)


def test_the_calls_about_what_was_imported_are_closed_with_it(store: Store) -> None:
    bring(store, clients="Code;Raison sociale;Ville\nC9;Martin;Lyon\n")
    client = clients.find(store, "C9").id
    invoices.add(
        store,
        InvoiceDraft(
            client_id=client, kind=DocumentKind.INVOICE, number="M1", issue_date=date(2026, 3, 1), net=None,
            vat=None, gross=50_00, due_items=(DueItemDraft(date(2026, 3, 31), 50_00),),
        ),
    )  # fmt: skip
    lines = ["N° facture;Code client;Date;Échéance;Montant TTC"]
    lines += [f"{number};C1;01/03/2026;31/03/2026;1200,00" for number in ("F1", "F2")]
    lines += ["F3;C9;01/03/2026;31/03/2026;1200,00"]
    entry = bring(store, clients=CLIENTS, invoices="\n".join(lines))
    followups.schedule_calls(store, TODAY)
    assert [one.client_name for one in calendar.to_do(store, TODAY)] == ["Martin", "Scierie Lefèvre"]
    undo.undo(store, entry, today=TODAY)
    (left,) = calendar.to_do(store, TODAY)
    assert left.client_name == "Martin", "the call about M1 too stays"
