"""The statement of account: the running balance, and the refusal to print one that does not add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.domain.letters import Recipient
from creances_desktop.domain.statements import (
    Charges,
    Movement,
    StatementContent,
    UnbalancedStatement,
    compose_statement,
    statement_from_json,
    statement_to_json,
)

DAY = date(2026, 11, 21)
TEMPLATE = LetterTemplate(
    "statement", 1, "Relevé", "Au {{ as_of }}", ("{{ since }}",), ("{{ balance }}", "{{ overdue }}")
)
MOVEMENTS = (
    Movement(date(2026, 10, 5), "Virement", "", "VIR", credit=40_00),
    Movement(date(2026, 9, 1), "Facture", "F1", "Porte", debit=100_00),
    Movement(date(2026, 10, 5), "Facture", "F2", "Fenêtre", debit=50_00),
    Movement(date(2026, 11, 20), "Avoir", "A1", "", credit=10_00),
    Movement(date(2026, 12, 1), "Facture", "F3", "Plus tard", debit=999_00),
)


def open_item(number: str, due: date, outstanding: int) -> OpenItem:
    amounts = (outstanding, outstanding, outstanding)
    return OpenItem(1, 1, 1, DocumentKind.INVOICE, number, "", due, due, False, False, *amounts)


OPEN = (open_item("F1", date(2026, 10, 1), 60_00), open_item("F2", DAY, 50_00))


def statement(since: date | None = None, open_credits: int = 10_00) -> StatementContent:
    return compose_statement(
        TEMPLATE,
        Company("Atelier"),
        Recipient("C1", "Durand", ("Durand",), nature=Nature.PROFESSIONAL),
        MOVEMENTS,
        OPEN,
        open_credits=open_credits,
        as_of=DAY,
        reference="",
        since=since,
    )


def test_the_balance_runs_by_day_debits_first() -> None:
    made = statement()
    assert [(line.number, line.balance) for line in made.lines] == [
        ("F1", 100_00),
        ("F2", 150_00),
        ("", 110_00),
        ("A1", 100_00),
    ]
    assert (made.total_debit, made.total_credit, made.balance) == (150_00, 50_00, 100_00)


def test_what_falls_due_on_the_day_is_not_overdue() -> None:
    made = statement()
    assert (made.overdue, made.not_due, made.credits) == (60_00, 50_00, 10_00)
    assert made.closing == ("100,00\u00a0€", "50,00\u00a0€"), "the overdue less what the client has in hand"


def test_earlier_movements_become_the_opening_balance() -> None:
    made = statement(since=date(2026, 10, 1))
    assert made.opening_balance == 100_00
    assert [line.number for line in made.lines] == ["F2", "", "A1"]
    assert made.balance == 100_00
    assert statement(since=date(2026, 11, 21)).balance == 100_00


def test_a_statement_that_does_not_add_up_never_leaves() -> None:
    with pytest.raises(UnbalancedStatement, match="C1"):
        statement(open_credits=0)


def test_json_gives_back_the_very_same_statement() -> None:
    made = statement(since=date(2026, 10, 1))
    assert statement_from_json(statement_to_json(made)) == made


def contested(amount: int, late: int = 60_00, credits_: int = 0) -> StatementContent:
    """What is owed: `late` cents overdue, of which `amount` is contested, 50 € to come, less credits."""
    items = (open_item("F1", date(2026, 10, 1), late), replace(OPEN[1], due_item_id=2))
    moves = (
        Movement(date(2026, 9, 1), "Facture", "F1", "", debit=late),
        Movement(date(2026, 9, 2), "Facture", "F2", "", debit=50_00),
        Movement(date(2026, 9, 3), "Virement", "", "", credit=credits_),
    )
    return compose_statement(
        TEMPLATE,
        Company("Atelier"),
        Recipient("C1", "Durand", ("Durand",), nature=Nature.PROFESSIONAL),
        moves,
        items,
        open_credits=credits_,
        as_of=DAY,
        reference="",
        contested={1: amount},
    )


@pytest.mark.parametrize(
    ("amount", "late", "in_hand", "to_pay"),
    [
        (0, 60_00, 0, 60_00),  # what is overdue, not what is to come
        (20_00, 60_00, 0, 40_00),  # nor what is contested
        (20_00, 60_00, 15_00, 25_00),  # nor what the client has in hand
        (60_00, 60_00, 0, 50_00),  # all of it contested: what is to come
        (0, 0, 0, 50_00),
        (0, 60_00, 110_00, 0),
        (0, 60_00, 150_00, 0),  # in the client's favour
    ],
)
def test_a_statement_asks_for_what_is_overdue_and_not_contested(
    amount: int, late: int, in_hand: int, to_pay: int
) -> None:
    made = contested(amount, late, in_hand)
    assert made.to_pay == to_pay
    charged = replace(made, charges=Charges(3_00, 40_00, 1))
    assert charged.to_pay == (to_pay + 43_00 if made.balance > 0 else 0)
