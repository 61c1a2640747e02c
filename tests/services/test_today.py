"""Protects the morning: what is to be done is neither forgotten, nor asked once it is settled."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import Address, ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.services import (
    assembly,
    calendar,
    clients,
    followups,
    holds,
    invoices,
    letters,
    payments,
    today,
)
from creances_desktop.services.assembly import Store
from creances_desktop.services.today import TaskKind

DAY = date(2026, 11, 20)
COMPANY = Company(
    "Lefèvre", legal_form="SARL", siren="732829320", rcs_city="Nantes", address="1 rue du Port\n44000 Nantes",
    iban="FR7630006000011234567890189", signatory="Hélène Lefèvre",
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with assembly.create_company_file(tmp_path / "a.creances", COMPANY) as opened:
        yield opened


@pytest.fixture
def owe(store: Store) -> Callable[..., tuple[int, list[int]]]:
    def enter(name: str, *owed: tuple[int, int]) -> tuple[int, list[int]]:
        address = Address("2 rue Haute", "44000", "Nantes")
        client = clients.add(store, ClientDraft("", name, Nature.PROFESSIONAL, address=address)).id
        made = []
        for days_late, cents in owed:
            due = DAY - timedelta(days=days_late)
            draft = InvoiceDraft(
                client, DocumentKind.INVOICE, f"F{client}-{days_late}", due - timedelta(days=30),
                cents, 0, cents,
                invoices.single_due_item(cents, due),
            )  # fmt: skip
            made.append(invoices.add(store, draft).id)
        return client, made

    return enter


def pay(store: Store, client_id: int, cents: int, day: date) -> None:
    found = payments.propose(store, client_id, cents)
    payments.record(store, PaymentDraft(client_id, cents, day, allocations=found.allocations), DAY)


def kinds(store: Store, day: date = DAY) -> list[tuple[TaskKind, str]]:
    return [(task.kind, task.client_name) for task in today.overview(store, day).tasks]


def test_an_empty_dossier_says_so_and_has_no_figure_to_show(store: Store) -> None:
    shown = today.overview(store, DAY)
    assert shown.is_empty
    assert (shown.tasks, shown.debtors, shown.next_day) == ((), (), None)
    assert shown.figures.outstanding == 0


def test_letters_to_write_come_by_amount(store: Store, owe: Callable[..., tuple[int, list[int]]]) -> None:
    owe("Petit", (10, 5_000))
    owe("Grand", (10, 90_000), (9, 10_000))
    owe("Pas encore", (2, 999_999))
    shown = today.overview(store, DAY)
    assert [(task.client_name, task.amount) for task in shown.tasks] == [("Grand", 100_000), ("Petit", 5_000)]
    assert shown.tasks[0].text.startswith("Relance 1")
    assert shown.overdue_count == 4
    assert [row.name for row in shown.debtors] == ["Pas encore", "Grand", "Petit"]


def test_an_issued_letter_waits_to_be_printed_and_is_not_written_again(
    store: Store, owe: Callable[..., tuple[int, list[int]]]
) -> None:
    owe("Grand", (10, 90_000))
    issued = followups.issue(store, DAY).issued
    assert kinds(store) == [(TaskKind.PRINT, "Grand")]
    assert today.overview(store, DAY).tasks[0].row_id == issued[0].letter.id
    letters.mark_delivered(store, [issued[0].letter.id], "imprimée")
    assert kinds(store) == []


def test_calls_of_the_plan_are_there_once_the_day_is_opened(
    store: Store, owe: Callable[..., tuple[int, list[int]]]
) -> None:
    owe("Grand", (13, 90_000))
    followups.issue(store, DAY)
    opening = today.open_day(store, DAY)
    assert (opening.finished, opening.to_print) == (0, 1)
    assert (TaskKind.CALL, "Grand") in kinds(store)
    assert today.open_day(store, DAY).to_print == 1
    assert kinds(store).count((TaskKind.CALL, "Grand")) == 1


def test_a_deadline_is_asked_only_once_it_has_passed_unpaid(
    store: Store, owe: Callable[..., tuple[int, list[int]]]
) -> None:
    client, _ = owe("Grand", (9, 90_000))
    letter = followups.issue(store, DAY).issued[0].letter
    letters.mark_delivered(store, [letter.id], "imprimée")
    assert letter.deadline is not None
    assert kinds(store, letter.deadline) == []
    # one day later its second reminder is not due yet: the deadline is all there is to see
    after = letter.deadline + timedelta(days=1)
    assert kinds(store, after) == [(TaskKind.DEADLINE, "Grand")]
    pay(store, client, 90_000, DAY)
    assert kinds(store, after) == []


def test_a_promise_that_was_kept_asks_nothing(
    store: Store, owe: Callable[..., tuple[int, list[int]]]
) -> None:
    made = DAY - timedelta(days=5)
    kept, _ = owe("Tenue", (3, 60_000))
    broken, _ = owe("Oubliée", (3, 60_000))
    for client in (kept, broken):
        holds.promise(store, client, 20_000, DAY - timedelta(days=1), made)
    pay(store, kept, 20_000, DAY - timedelta(days=2))
    found = today.overview(store, DAY).tasks
    assert [(task.kind, task.client_name, task.amount) for task in found] == [
        (TaskKind.PROMISE, "Oubliée", 20_000)
    ]
    assert "non tenue" in found[0].text


def test_entries_of_the_user_stay_until_done(store: Store) -> None:
    calendar.add(store, EntryKind.NOTE, DAY - timedelta(days=3), "Appeler la banque")
    assert kinds(store) == [(TaskKind.ENTRY, "")]
    calendar.close(store, today.overview(store, DAY).tasks[0].row_id, DAY)
    assert kinds(store) == []


def test_a_quiet_day_names_the_next_thing(store: Store, owe: Callable[..., tuple[int, list[int]]]) -> None:
    owe("Bientôt", (3, 90_000))
    shown = today.overview(store, DAY)
    assert shown.tasks == ()
    assert (shown.next_day, shown.next_text) == (DAY + timedelta(days=5), "Relance 1")
    calendar.add(store, EntryKind.NOTE, DAY + timedelta(days=2), "Appeler la banque")
    assert today.overview(store, DAY).next_day == DAY + timedelta(days=2)
