"""What is recorded about a claim of charges: one action, one entry, figures that stay."""

from datetime import date, timedelta
from typing import Any

import pytest

from creances_desktop.domain.claim_facts import AwardedInterest, Capitalisation, CapitalisationGround
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services import claims, history

DAY = date(2026, 11, 21)


@pytest.fixture
def invoice_id(books: Any) -> int:
    """An invoice of 1 000 € that is 50 days late."""
    return int(books.invoice(books.client(), gross=1_000_00, days_late=50))


def test_a_decision_keeps_the_figures_of_its_day(books: Any, invoice_id: int) -> None:
    claims.decide(books.store, invoice_id, claims.PURSUED, " ", DAY)
    claims.record_award(books.store, invoice_id, AwardedInterest(date(2026, 10, 1)))
    kept = claims.claim(books.store, invoice_id)
    assert kept is not None
    assert (kept.interest, kept.indemnity, kept.costs, kept.status, kept.as_of) == (
        *(16_99, 40_00, 0),
        *("pursued", DAY),
    )


def test_the_last_decision_counts_and_each_leaves_its_trace(books: Any, invoice_id: int) -> None:
    before = books.entries()
    claims.decide(books.store, invoice_id, claims.PURSUED, "", DAY)
    claims.decide(books.store, invoice_id, claims.WAIVED, "Client fidèle", DAY)
    kept = claims.claim(books.store, invoice_id)
    assert kept is not None
    assert (kept.status, kept.reason) == ("waived", "Client fidèle")
    assert books.entries() == before + 2
    entry = history.journal(books.store)[0]
    assert (entry.action, entry.after["status"], entry.before) == ("charges_decided", "waived", "pursued")


@pytest.mark.parametrize(
    ("status", "reason", "field"), [("waived", " ", "reason"), ("forgotten", "x", "status")]
)
def test_a_decision_that_says_nothing_is_refused(
    books: Any, invoice_id: int, status: str, reason: str, field: str
) -> None:
    before = books.entries()
    with pytest.raises(InvalidValue) as refused:
        claims.decide(books.store, invoice_id, status, reason, DAY)
    assert refused.value.field == field
    assert books.entries() == before


def test_there_is_nothing_to_decide_before_anything_is_late(books: Any, invoice_id: int) -> None:
    with pytest.raises(DomainError, match="rien à décider"):
        claims.decide(books.store, invoice_id, claims.PURSUED, "", DAY - timedelta(days=50))


def test_every_fact_is_one_entry_of_the_journal(books: Any, invoice_id: int) -> None:
    """An undo or a reader of the history finds what was known before."""
    actions: list[Any] = [
        lambda: claims.record_award(books.store, invoice_id, AwardedInterest(DAY, DAY)),
        lambda: claims.record_capitalisation(
            books.store, invoice_id, Capitalisation(CapitalisationGround.JUDGMENT, DAY)
        ),
        lambda: claims.add_cost(books.store, invoice_id, DAY, 90_00, "Facture d’huissier"),
        lambda: claims.withdraw_cost(
            books.store, invoice_id, claims.costs(books.store, invoice_id)[0].id, DAY
        ),
        lambda: claims.record_mise_en_demeure(books.store, invoice_id, DAY),
        lambda: claims.record_mise_en_demeure(books.store, invoice_id, None),
        lambda: claims.record_award(books.store, invoice_id, None),
    ]
    for action in actions:
        before = books.entries()
        action()
        assert books.entries() == before + 1
        assert history.journal(books.store)[0].invoice_id == invoice_id
    assert claims.award(books.store, invoice_id) is None
    ground = claims.capitalisation(books.store, invoice_id)
    assert ground is not None
    assert ground.ground is CapitalisationGround.JUDGMENT
    assert claims.costs(books.store, invoice_id) == []


def test_facts_gather_what_was_recorded(books: Any, invoice_id: int) -> None:
    claims.record_mise_en_demeure(books.store, invoice_id, DAY)
    claims.add_cost(books.store, invoice_id, DAY, 90_00, "Facture d’huissier")
    with books.store.reading() as r:
        found = claims.facts(r, invoice_id)
        earlier = claims.facts(r, invoice_id, DAY - timedelta(days=1))
    assert (found.mise_en_demeure, found.proven_costs, found.awarded) == (DAY, 90_00, None)
    assert earlier.proven_costs == 0


@pytest.mark.parametrize(
    ("action", "field"),
    [
        (lambda b, i: claims.add_cost(b.store, i, DAY, 0, "x"), "amount"),
        (lambda b, i: claims.add_cost(b.store, i, DAY, 10, " "), "label"),
        (
            lambda b, i: claims.record_award(b.store, i, AwardedInterest(DAY, DAY - timedelta(days=1))),
            "enforceable_on",
        ),
        (
            lambda b, i: claims.record_mise_en_demeure(b.store, i, date(2020, 1, 1)),
            "mise_en_demeure_received",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    books: Any, invoice_id: int, action: Any, field: str
) -> None:
    before = books.entries()
    with pytest.raises(InvalidValue) as refused:
        action(books, invoice_id)
    assert refused.value.field == field
    assert books.entries() == before


def test_only_a_debit_can_be_claimed(books: Any, invoice_id: int) -> None:
    credit_id = books.credit(books.client("AUTRE"))
    with pytest.raises(DomainError, match="d’une facture"):
        claims.record_mise_en_demeure(books.store, credit_id, DAY)
