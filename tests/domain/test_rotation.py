"""Protects old copies: some of every age stay, however often new ones come."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.rotation import DAYS, LATEST, MONTHS, WEEKS, kept

NOW = datetime(2026, 11, 28, 18, tzinfo=UTC)
moments = st.lists(st.integers(0, 60 * 24 * 800).map(lambda m: NOW - timedelta(minutes=m)), max_size=200)


def test_a_year_of_closing_twice_a_day_leaves_days_weeks_and_months() -> None:
    made = [NOW - timedelta(hours=12 * n) for n in range(730)]
    found = sorted(kept(made), reverse=True)
    assert found[:LATEST] == made[:LATEST]
    assert {at.date() for at in found} >= {(NOW - timedelta(days=n)).date() for n in range(DAYS)}
    assert {(at.year, at.month) for at in found} == {(at.year, at.month) for at in made if at >= found[-1]}
    assert (NOW - found[-1]).days > 330
    assert len(found) <= LATEST + DAYS + WEEKS + MONTHS


@given(moments)
def test_the_newest_always_stays_and_nothing_is_invented(made: list[datetime]) -> None:
    found = kept(made)
    assert found <= set(made)
    assert not made or max(made) in found
    assert len(found) <= LATEST + DAYS + WEEKS + MONTHS


@given(moments)
def test_what_is_kept_is_kept_again(made: list[datetime]) -> None:
    assert kept(kept(made)) == kept(made)
