"""Ceilings of payment terms and public delays: warnings with a source, dated, never a refusal."""

from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.ceilings import (
    Ceiling,
    Trade,
    ceilings,
    parse_ceilings,
    terms_warnings,
    unagreed_due_date,
    warnings,
)
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.public_delay import (
    PublicBody,
    parse_public_body,
    public_delay,
    public_warnings,
)
from creances_desktop.domain.terms import Period, Reading, Terms, due_date
from creances_desktop.domain.terms_text import parse
from creances_desktop.paths import resource

ROWS = parse_ceilings(resource("law/terms.csv").read_text(encoding="utf-8"))
TABLE = ceilings(ROWS)
SINCE = date(2026, 1, 1)


def test_every_ceiling_is_dated_increasing_and_sourced() -> None:
    assert {row.ceiling for row in ROWS} == set(Ceiling)
    for _, rows in groupby(ROWS, key=lambda row: row.ceiling):
        days = [row.in_force_since for row in rows]
        assert days == sorted(set(days))
    for row in ROWS:
        assert row.source.strip(), row
        assert row.article.strip(), row
        assert 0 < row.days <= 60, row


@pytest.mark.parametrize(
    ("text", "trade", "over"),
    [
        ("60 jours", Trade.GENERAL, False),
        ("61 jours", Trade.GENERAL, True),
        ("45 jours, puis fin de mois", Trade.GENERAL, False),
        ("fin de mois + 45 jours", Trade.GENERAL, False),
        ("60 jours, puis fin de mois", Trade.GENERAL, True),
        ("fin de mois + 60 jours", Trade.GENERAL, True),
        ("30 jours, puis fin de mois", Trade.GENERAL, False),
        ("45 jours (factures périodiques)", Trade.GENERAL, False),
        ("46 jours (factures périodiques)", Trade.GENERAL, True),
        ("45 jours, puis fin de mois (factures périodiques)", Trade.GENERAL, True),
        ("30 jours", Trade.TRANSPORT, False),
        ("45 jours", Trade.TRANSPORT, True),
        ("30 jours après livraison", Trade.PERISHABLE, False),
        ("31 jours après livraison", Trade.PERISHABLE, True),
        ("21 jours après livraison", Trade.LIVESTOCK, True),
        ("fin de mois + 30 jours", Trade.ALCOHOL, False),
        ("fin de mois + 31 jours", Trade.ALCOHOL, True),
        ("fin de mois + 45 jours", Trade.WINE, False),
        ("61 jours", Trade.WINE, True),
    ],
)
def test_l441_10_l441_11_terms_over_a_ceiling_are_told(text: str, trade: Trade, over: bool) -> None:
    found = terms_warnings(parse(text), trade, TABLE, SINCE)
    assert bool(found) is over
    for warning in found:
        assert "L441-1" in warning.message
        assert "source" in warning.message


def test_the_warning_names_the_limit_and_its_day() -> None:
    (found,) = warnings(date(2026, 5, 1), date(2026, 3, 1), Trade.GENERAL, TABLE)
    assert "01/05/2026" in found.message
    assert "60 jours après la date de la facture, soit le 30/04/2026" in found.message
    assert warnings(date(2026, 4, 30), date(2026, 3, 1), Trade.GENERAL, TABLE) == ()


def test_perishable_goods_on_a_periodic_invoice_count_from_the_end_of_the_ten_days() -> None:
    terms = Terms(30, period=Period.TEN_DAYS, reading=Reading.PERIOD_FIRST, periodic=True)
    limit = date(2026, 4, 19)
    issued, delivered = date(2026, 3, 20), date(2026, 3, 12)
    assert warnings(limit, issued, Trade.PERISHABLE, TABLE, terms=terms, delivered_on=delivered) == ()
    late = limit + timedelta(days=1)
    assert warnings(late, issued, Trade.PERISHABLE, TABLE, terms=terms, delivered_on=delivered)


def test_before_the_first_row_of_the_table_nothing_is_said() -> None:
    assert warnings(date(2009, 1, 1), date(2008, 1, 1), Trade.GENERAL, TABLE) == ()


def test_without_an_agreement_thirty_days_after_the_delivery() -> None:
    assert unagreed_due_date(date(2026, 3, 10), TABLE) == date(2026, 4, 9)


@given(st.integers(0, 60), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_sixty_days_or_less_never_warn(days: int, issued: date) -> None:
    assert warnings(due_date(Terms(days), issued), issued, Trade.GENERAL, TABLE, terms=Terms(days)) == ()


# Public bodies


@pytest.mark.parametrize(
    ("words", "body", "due"),
    [
        ("Commune", PublicBody.GENERAL, date(2026, 4, 9)),
        ("", PublicBody.GENERAL, date(2026, 4, 9)),
        ("Hôpital de Lens", PublicBody.HOSPITAL, date(2026, 4, 29)),
        ("centre hospitalier", PublicBody.HOSPITAL, date(2026, 4, 29)),
        ("Entreprise publique", PublicBody.COMPANY, date(2026, 5, 9)),
    ],
)
def test_r2192_10_delay_by_kind_of_body_from_the_notification(
    words: str, body: PublicBody, due: date
) -> None:
    assert parse_public_body(words) is body
    found = public_delay(body, TABLE, request_date=date(2026, 3, 8), notified_on=date(2026, 3, 10))
    assert found.due_date == due
    assert "R2192-1" in found.words


@pytest.mark.parametrize("body", PublicBody)
def test_a_kind_is_read_from_its_own_name(body: PublicBody) -> None:
    assert parse_public_body(body.value) is body
    assert parse_public_body(body.label) is body


def test_r2192_14_two_days_more_where_no_day_was_recorded() -> None:
    found = public_delay(PublicBody.GENERAL, TABLE, request_date=date(2026, 3, 8))
    assert found.due_date == date(2026, 4, 9)
    assert "R2192-14" in found.words


def test_r2192_13_from_the_performance_where_it_is_later() -> None:
    performed = date(2026, 3, 20)
    found = public_delay(
        PublicBody.GENERAL,
        TABLE,
        request_date=date(2026, 3, 8),
        notified_on=date(2026, 3, 10),
        performed_on=performed,
    )
    assert found.due_date == performed + timedelta(days=30)
    earlier = public_delay(
        PublicBody.GENERAL,
        TABLE,
        request_date=date(2026, 3, 8),
        notified_on=date(2026, 3, 10),
        performed_on=date(2026, 3, 1),
    )
    assert earlier.due_date == date(2026, 4, 9)


def test_r2192_10_terms_longer_than_the_public_delay_are_told() -> None:
    delay = public_delay(
        PublicBody.HOSPITAL, TABLE, request_date=date(2026, 3, 8), notified_on=date(2026, 3, 8)
    )
    assert public_warnings(delay.due_date, delay) == ()
    (found,) = public_warnings(delay.due_date + timedelta(days=1), delay)
    assert "50 jours" in found.message
    assert "R2192-11" in found.message


def test_a_public_invoice_older_than_the_table_is_refused_with_a_sentence() -> None:
    with pytest.raises(InvalidValue, match="01/01/2010"):
        public_delay(PublicBody.GENERAL, TABLE, request_date=date(2010, 1, 1))
