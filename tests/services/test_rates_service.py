"""Legal rates in a dossier: the user's beside the shipped ones, with a trace, never extrapolated."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.rates import Semester, Series
from creances_desktop.services import breakdown, history, rates

ECB, LEGAL = Series.ECB_MAIN_REFINANCING, Series.LEGAL_OTHER_CREDITORS
NEXT = Semester(2027, 1)
DAY = date(2027, 1, 10)


def add(books: Any, percent: str = "2,65", series: Series = ECB, day: date = DAY) -> Any:
    return rates.add(books.store, series, NEXT, percent, "Banque centrale européenne", date(2026, 9, 16), day)


def test_a_missing_semester_is_named_and_its_days_left_out_until_it_is_typed(books: Any) -> None:
    invoice_id = books.invoice(books.client(), gross=1_000_00, days_late=0)
    before = breakdown.of_invoice_id(books.store, invoice_id, DAY).result
    assert [str(semester) for semester in before.missing_rates] == ["2027-S1"]
    assert before.lines[-1].last == date(2026, 12, 31)
    assert [one.message for one in rates.missing(books.store, DAY)] == [
        "Taux de refinancement de la BCE\u00a0: taux du 1er semestre 2027 à saisir",
        "Taux d’intérêt légal (autres créanciers)\u00a0: taux du 1er semestre 2027 à saisir",
    ]
    add(books)
    after = breakdown.of_invoice_id(books.store, invoice_id, DAY).result
    assert after.missing_rates == ()
    assert (after.lines[-1].rate_percent, after.lines[-1].days) == (Decimal("12.65"), 10)
    assert "2,65\u00a0%" in after.lines[-1].rate_source


def test_a_rate_of_the_user_is_journaled_and_can_be_taken_back(books: Any) -> None:
    add(books)
    assert history.journal(books.store)[0].action == "rate_saved"
    rates.remove(books.store, ECB, NEXT)
    assert history.journal(books.store)[0].action == "rate_removed"
    assert rates.law(books.store).rate(ECB, NEXT) is None
    with pytest.raises(DomainError, match="pas de vous"):
        rates.remove(books.store, ECB, NEXT)


def test_a_rate_of_the_user_takes_the_place_of_the_shipped_one(books: Any) -> None:
    semester = Semester(2026, 2)
    rates.add(books.store, LEGAL, semester, "2,80", "Arrêté du 24/06/2026", date(2026, 6, 28), DAY)
    found = rates.law(books.store).rate(LEGAL, semester)
    assert found is not None
    assert found.percent == Decimal("2.80")
    row = next(one for one in rates.rows(books.store, DAY) if one.semester == semester)
    cell = row.cells[LEGAL]
    assert cell is not None
    assert cell.own
    assert "différent du taux livré" in cell.status
    rates.remove(books.store, LEGAL, semester)
    again = rates.law(books.store).rate(LEGAL, semester)
    assert again is not None
    assert again.percent == Decimal("2.75")


def test_the_tables_stay_the_same_object_while_nothing_changes(books: Any) -> None:
    assert rates.law(books.store) is rates.law(books.store)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ((ECB, NEXT, "beaucoup", "BCE", date(2026, 9, 16)), "percent"),
        ((ECB, NEXT, "45", "BCE", date(2026, 9, 16)), "percent"),
        ((ECB, NEXT, "2,65", " ", date(2026, 9, 16)), "source"),
        ((ECB, NEXT, "2,65", "BCE", None), "published_on"),
        ((ECB, NEXT, "2,65", "BCE", date(2027, 1, 5)), "published_on"),
        ((ECB, Semester(2028, 1), "2,65", "BCE", date(2026, 9, 16)), "semester"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(books: Any, values: Any, field: str) -> None:
    before = books.entries()
    with pytest.raises(InvalidValue) as refused:
        rates.add(books.store, *values, DAY)
    assert refused.value.field == field
    assert books.entries() == before


def test_an_order_published_after_the_semester_began_holds_from_its_first_day(books: Any) -> None:
    rates.add(books.store, LEGAL, NEXT, "2,90", "Arrêté du 28/12/2026", date(2027, 1, 3), DAY)
    found = rates.law(books.store).rate(LEGAL, NEXT)
    assert found is not None
    assert found.in_force_since == date(2027, 1, 1)


def test_the_window_warns_of_a_rate_far_from_the_one_before(books: Any) -> None:
    typed = (ECB, NEXT, "9", "BCE", date(2026, 9, 16), DAY)
    assert "3 points" in rates.warning(books.store, *typed)
