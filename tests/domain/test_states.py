"""Protects the word a list shows: what holds a follow-up back comes before how late it is."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from creances_desktop import paths
from creances_desktop.domain.states import ClientState, InvoiceState, client_state, invoice_state

DAY = date(2026, 11, 21)
BEFORE, AFTER = date(2026, 11, 20), date(2026, 11, 22)


@dataclass(frozen=True)
class Facts:
    kind: str = "invoice"
    outstanding: int = 100_00
    credit_left: int = 0
    due_date: date | None = BEFORE
    to_confirm: bool = False
    insolvency: bool = False
    disputed: bool = False
    disputed_amount: int | None = None
    planned_until: date | None = None
    promised_until: date | None = None
    paused_until: date | None = None


@dataclass(frozen=True)
class Account:
    outstanding: int = 100_00
    overdue: int = 0
    insolvency: bool = False
    disputed: bool = False
    promised: bool = False
    paused: bool = False
    no_delivery: bool = False
    held: int = 0
    planned: bool = False


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(outstanding=0), InvoiceState.PAID),
        (Facts(outstanding=0, disputed=True, insolvency=True), InvoiceState.PAID),
        (Facts(), InvoiceState.OVERDUE),
        (Facts(due_date=DAY), InvoiceState.NOT_DUE),
        (Facts(due_date=AFTER), InvoiceState.NOT_DUE),
        (Facts(promised_until=DAY), InvoiceState.PROMISED),
        (Facts(promised_until=BEFORE), InvoiceState.OVERDUE),
        (Facts(planned_until=DAY, promised_until=AFTER), InvoiceState.PLANNED),
        (Facts(planned_until=BEFORE), InvoiceState.OVERDUE),
        (Facts(planned_until=AFTER, disputed=True, disputed_amount=30_00), InvoiceState.PLANNED),
        (Facts(paused_until=AFTER), InvoiceState.PAUSED),
        (Facts(paused_until=BEFORE), InvoiceState.OVERDUE),
        (Facts(disputed=True, promised_until=AFTER), InvoiceState.DISPUTED),
        (Facts(disputed=True, disputed_amount=30_00), InvoiceState.PARTLY_DISPUTED),
        (Facts(disputed=True, disputed_amount=100_000_00), InvoiceState.DISPUTED),
        (Facts(disputed=True, disputed_amount=30_00, promised_until=AFTER), InvoiceState.PROMISED),
        (Facts(insolvency=True, disputed=True), InvoiceState.INSOLVENCY),
        (Facts(to_confirm=True, insolvency=True), InvoiceState.TO_CONFIRM),
        (Facts(kind="opening_balance"), InvoiceState.OVERDUE),
        (Facts(kind="credit_note", outstanding=0, credit_left=5_00), InvoiceState.CREDIT),
        (Facts(kind="credit_note", outstanding=0, credit_left=0), InvoiceState.CREDIT_USED),
        (Facts(kind="other_credit", outstanding=0, credit_left=1), InvoiceState.CREDIT),
    ],
)
def test_an_invoice_has_one_state(facts: Facts, expected: InvoiceState) -> None:
    assert invoice_state(facts, DAY) is expected


def test_the_state_is_that_of_the_day_asked() -> None:
    facts = Facts(due_date=DAY, promised_until=None)
    assert invoice_state(facts, DAY) is InvoiceState.NOT_DUE
    assert invoice_state(facts, AFTER) is InvoiceState.OVERDUE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"outstanding": 0}, ClientState.NOTHING_OWED),
        ({}, ClientState.UP_TO_DATE),
        ({"overdue": 1}, ClientState.OVERDUE),
        ({"overdue": 1, "promised": True}, ClientState.PROMISED),
        ({"promised": True, "disputed": True}, ClientState.DISPUTED),
        ({"overdue": 9, "held": 9, "disputed": True}, ClientState.DISPUTED),
        ({"overdue": 9, "held": 3, "disputed": True}, ClientState.PARTLY_DISPUTED),
        ({"overdue": 9, "held": 3, "disputed": True, "promised": True}, ClientState.PROMISED),
        ({"overdue": 9, "held": 9, "planned": True}, ClientState.PLANNED),
        ({"overdue": 9, "held": 3, "planned": True}, ClientState.OVERDUE),
        ({"disputed": True, "paused": True}, ClientState.PAUSED),
        ({"no_delivery": True, "disputed": True}, ClientState.NO_DELIVERY),
        ({"no_delivery": True, "insolvency": True}, ClientState.INSOLVENCY),
        ({"paused": True, "insolvency": True}, ClientState.INSOLVENCY),
    ],
)
def test_a_client_has_one_state(change: dict[str, object], expected: ClientState) -> None:
    assert client_state(replace(Account(), **change)) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [*InvoiceState, *ClientState])
def test_every_state_has_a_word_and_an_icon(state: InvoiceState | ClientState) -> None:
    assert state.label
    assert paths.resource(f"icons/{state.icon}.svg").is_file()
