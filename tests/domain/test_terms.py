"""Payment terms: published due dates, both readings of « fin de mois », what users type, parts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain import early_payment
from creances_desktop.domain.early_payment import EarlyPayment
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.instalments import (
    Instalment,
    describe_instalments,
    due_items,
    equal_parts,
    parse_instalments,
)
from creances_desktop.domain.terms import Period, Reading, Start, Terms, count, describe, due_date
from creances_desktop.domain.terms_text import AmbiguousTerms, parse

A, B = Reading.DAYS_FIRST, Reading.PERIOD_FIRST


def end_of_month(days: int, reading: Reading) -> Terms:
    return Terms(days, period=Period.MONTH, reading=reading)


def day(text: str) -> date:
    return date.fromisoformat(text)


# Published due dates; where the publication is wrong, the right day is given


@pytest.mark.parametrize(
    ("terms", "issued", "expected"),
    [
        pytest.param(end_of_month(45, A), "2025-01-02", "2025-02-28", id="FDM-01"),
        pytest.param(end_of_month(45, A), "2024-01-02", "2024-02-29", id="FDM-01 leap"),
        pytest.param(end_of_month(45, B), "2025-01-02", "2025-03-17", id="FDM-02"),
        pytest.param(end_of_month(45, B), "2024-01-02", "2024-03-16", id="FDM-02 leap"),
        pytest.param(end_of_month(45, A), "2026-03-10", "2026-04-30", id="FDM-03 A"),
        pytest.param(end_of_month(45, B), "2026-03-10", "2026-05-15", id="FDM-03 B"),
        pytest.param(end_of_month(45, A), "2025-04-10", "2025-05-31", id="FDM-04"),
        pytest.param(end_of_month(45, A), "2025-02-15", "2025-04-30", id="FDM-05"),
        pytest.param(end_of_month(45, A), "2024-02-15", "2024-03-31", id="FDM-05 leap"),
        pytest.param(end_of_month(45, A), "2008-04-15", "2008-05-31", id="FDM-06 15 April"),
        pytest.param(end_of_month(45, A), "2008-04-17", "2008-06-30", id="FDM-06 17 April"),
        # published: 15 June
        pytest.param(end_of_month(45, B), "2008-04-15", "2008-06-14", id="FDM-07 15 April corrected"),
        pytest.param(end_of_month(45, B), "2008-04-17", "2008-06-14", id="FDM-07 17 April corrected"),
        pytest.param(end_of_month(45, B), "2013-05-29", "2013-07-15", id="FDM-08"),
        pytest.param(end_of_month(45, A), "2025-10-05", "2025-11-30", id="FDM-11 A"),
        pytest.param(end_of_month(45, B), "2025-10-05", "2025-12-15", id="FDM-11 B"),
        pytest.param(Terms(45), "2011-10-07", "2011-11-21", id="FDM-13 45"),
        pytest.param(Terms(60), "2011-10-07", "2011-12-06", id="FDM-13 60"),
        pytest.param(Terms(30), "2017-11-08", "2017-12-08", id="FDM-14"),
        pytest.param(end_of_month(30, A), "2023-01-05", "2023-02-28", id="FDM-18 January"),
        pytest.param(end_of_month(30, A), "2023-03-15", "2023-04-30", id="FDM-18 March"),
        pytest.param(end_of_month(30, A), "2023-06-28", "2023-07-31", id="FDM-18 June"),
        pytest.param(Terms(30, day_of_month=10), "2026-03-10", "2026-04-10", id="30 days, the 10th"),
        pytest.param(Terms(30, day_of_month=10), "2026-03-11", "2026-04-10", id="30 days end on the 10th"),
        pytest.param(Terms(30, day_of_month=10), "2026-03-12", "2026-05-10", id="30 days end on the 11th"),
        pytest.param(Terms(0, day_of_month=31), "2026-02-03", "2026-02-28", id="no 31 February"),
        pytest.param(
            Terms(30, period=Period.MONTH, day_of_month=30),
            "2026-03-15",
            "2026-05-30",
            id="end of April, the 30th",
        ),
        pytest.param(
            Terms(0, period=Period.MONTH, day_of_month=10), "2026-12-31", "2027-01-10", id="next month"
        ),
        pytest.param(Terms(30, period=Period.TEN_DAYS, reading=B), "2026-03-11", "2026-04-19", id="ten days"),
        pytest.param(Terms(), "2026-03-11", "2026-03-11", id="cash"),
    ],
)
def test_due_dates(terms: Terms, issued: str, expected: str) -> None:
    assert due_date(terms, day(issued)) == day(expected)


def test_fdm_08_is_47_days() -> None:
    assert (due_date(end_of_month(45, B), day("2013-05-29")) - day("2013-05-29")).days == 47


def test_days_from_the_receipt_or_the_delivery_where_they_are_known() -> None:
    issued, known = day("2026-03-01"), day("2026-03-09")
    assert due_date(Terms(30, Start.RECEIPT), issued, received_on=known) == day("2026-04-08")
    assert due_date(Terms(30, Start.DELIVERY), issued, delivered_on=known) == day("2026-04-08")
    assert due_date(Terms(30, Start.RECEIPT), issued, delivered_on=known) == day("2026-03-31")


def test_the_count_is_told_in_words() -> None:
    found = count(end_of_month(45, A), day("2026-03-10"))
    assert found.words == "10/03/2026, + 45\u00a0jours\u00a0: 24/04/2026, fin de mois\u00a0: 30/04/2026"


# What users type


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("45", Terms(45)),
        ("30 jours", Terms(30)),
        ("30j nets", Terms(30)),
        ("à 30 jours date de facture", Terms(30)),
        ("30 jours d’émission", Terms(30)),
        ("45 jours, puis fin de mois", end_of_month(45, A)),
        ("45 jours + fin de mois", end_of_month(45, A)),
        ("45 jours fin de mois (A)", end_of_month(45, A)),
        ("45 jours FDM, méthode B", end_of_month(45, B)),
        ("fin de mois + 45", end_of_month(45, B)),
        ("Fin de mois 45 jours", end_of_month(45, B)),
        ("fin de mois", end_of_month(0, A)),
        ("30 jours le 10", Terms(30, day_of_month=10)),
        ("10 du mois suivant", Terms(0, period=Period.MONTH, day_of_month=10)),
        ("30 jours, le 10 du mois suivant", Terms(30, period=Period.MONTH, day_of_month=10)),
        ("comptant", Terms()),
        ("À réception de facture", Terms(start=Start.RECEIPT)),
        ("comptant à réception", Terms(start=Start.RECEIPT)),
        ("30\u00a0jours après livraison", Terms(30, Start.DELIVERY)),
        ("45 jours, facture périodique", Terms(45, periodic=True)),
        (
            "fin de décade + 30 jours après livraison",
            Terms(30, Start.DELIVERY, Period.TEN_DAYS, Reading.PERIOD_FIRST),
        ),
    ],
)
def test_what_users_type(text: str, terms: Terms) -> None:
    assert parse(text) == terms


@pytest.mark.parametrize("text", ["45 jours fin de mois", "45 j FDM", "60 jours fin de mois"])
def test_l441_10_both_readings_are_offered_and_none_is_picked(text: str) -> None:
    with pytest.raises(AmbiguousTerms, match="deux façons") as caught:
        parse(text)
    first, second = caught.value.readings
    assert (first.reading, second.reading) == (A, B)
    assert describe(first) in str(caught.value)
    assert describe(second) in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "bonjour", "facture", "400 jours", "30 jours le 45", "45 jours fin de mois + 10", "30 10"]
)
def test_other_texts_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse(text)
    assert caught.value.field == "terms"
    assert str(caught.value).endswith(".")


@st.composite
def all_terms(draw: st.DrawFn) -> Terms:
    days = draw(st.integers(0, 365))
    period = draw(st.sampled_from([None, *Period]))
    counts_both_ways = period is not None and days > 0
    return Terms(
        days=days,
        start=draw(st.sampled_from(Start)),
        period=period,
        reading=draw(st.sampled_from(Reading)) if counts_both_ways else A,
        day_of_month=draw(st.none() | st.integers(1, 31)),
        periodic=draw(st.booleans()),
    )


@given(all_terms())
def test_terms_told_in_french_are_read_back(terms: Terms) -> None:
    assert parse(describe(terms)) == terms


@given(all_terms(), st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_a_due_date_is_never_before_its_days_nor_two_months_after(terms: Terms, issued: date) -> None:
    days = (due_date(terms, issued) - issued).days
    assert terms.days <= days <= terms.days + 62
    if terms.period is None and terms.day_of_month is None:
        assert days == terms.days


@given(all_terms(), st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_a_later_invoice_is_never_due_sooner(terms: Terms, issued: date) -> None:
    assert due_date(terms, issued) <= due_date(terms, issued + timedelta(days=1))


# Parts of an invoice


def test_parts_fall_due_by_themselves_and_sum_to_the_cent() -> None:
    parts = parse_instalments("30 % à réception ; 500 € à 30 jours ; solde le 31/12/2026")
    found = due_items(parts, 1_999_99, day("2026-03-01"))
    assert [(draft.due_date, draft.amount) for draft in found] == [
        (day("2026-03-01"), 600_00),
        (day("2026-03-31"), 500_00),
        (day("2026-12-31"), 899_99),
    ]


@pytest.mark.parametrize(
    "text",
    ["30 % à réception ; 60 % à 30 jours", "500 € comptant ; 600 € à 30 jours",
     "solde à 30 jours ; 10 % comptant", "", "100 % comptant ; solde à 30 jours",
     "30 % le 31/02/2026 ; solde comptant", "tout ; de suite"],
)  # fmt: skip
def test_parts_that_are_not_the_invoice_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        due_items(parse_instalments(text), 1_000_00, day("2026-03-01"))


@given(st.lists(st.integers(1, 9_999), min_size=1, max_size=6), st.integers(10_000, 10**9))
def test_percentages_sum_to_the_invoice_with_the_rest_on_the_last(weights: list[int], gross: int) -> None:
    shares = [Decimal(weight * 100) / sum(weights) for weight in weights]
    shares = [share.quantize(Decimal("0.01")) for share in shares[:-1]]
    last = 100 - sum(shares)
    if last <= 0 or min([*shares, Decimal(1)]) <= 0:
        return
    parts = [Instalment(Terms(30 * n), percent=share) for n, share in enumerate([*shares, last])]
    found = due_items(parts, gross, day("2026-01-01"))
    assert sum(draft.amount for draft in found) == gross
    for draft, share in zip(found[:-1], shares, strict=True):
        assert abs(draft.amount - gross * share / 100) <= Decimal("0.5")


@given(st.integers(1, 60), st.integers(60, 10**9), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_equal_parts_sum_to_the_cent_one_a_month(number: int, gross: int, first: date) -> None:
    found = equal_parts(number, first, gross)
    assert sum(draft.amount for draft in found) == gross
    assert found[0].due_date == first
    assert len({(draft.due_date.year, draft.due_date.month) for draft in found}) == number
    assert found[-1].amount - found[0].amount in range(number)


def test_parts_are_told_and_read_back() -> None:
    text = "30\u00a0% à réception de la facture\u00a0; solde 30\u00a0jours"
    assert describe_instalments(parse_instalments(text)) == text


# Early payment


def test_a_discount_is_gained_until_its_deadline_included() -> None:
    discount = EarlyPayment(Decimal("2.5"), 10)
    issued = day("2026-03-01")
    assert discount.deadline(issued) == day("2026-03-11")
    assert discount.to_pay(1_000_10, issued, day("2026-03-11")) == 975_10
    assert discount.to_pay(1_000_10, issued, day("2026-03-12")) == 1_000_10
    assert "25,00\u00a0€" in discount.sentence(1_000_10, issued)


@pytest.mark.parametrize("text", ["2 % à 10 jours", "Escompte de 2% sous 10 jours", "2 % 10j"])
def test_discounts_are_read(text: str) -> None:
    assert early_payment.parse(text) == EarlyPayment(Decimal(2), 10)


@pytest.mark.parametrize("discount", [None, EarlyPayment(Decimal("1.5"), 8), EarlyPayment(Decimal(2), 1)])
def test_discounts_are_told_and_read_back(discount: EarlyPayment | None) -> None:
    assert early_payment.parse(early_payment.describe(discount)) == discount


@pytest.mark.parametrize("text", ["beaucoup", "0 % à 10 jours", "2 %"])
def test_what_is_no_discount_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        early_payment.parse(text)
