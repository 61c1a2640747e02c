"""Limitation periods: the anniversary is still in time; what interrupts, what does not, what may."""

from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.limitation import (
    Limitation,
    StartDay,
    alerts,
    limitation,
    start_day,
)
from creances_desktop.domain.limitation_events import Effect, EventKind, LimitationEvent
from creances_desktop.domain.limitation_periods import (
    Period,
    contractual,
    parse_periods,
    periods,
    usual_period,
)
from creances_desktop.domain.rates import Certainty
from creances_desktop.paths import resource

ROWS = parse_periods(resource("law/limitation.csv").read_text(encoding="utf-8"))
TABLE = periods(ROWS)
START = date(2022, 3, 15)


def of(
    period: Period, *events: LimitationEvent, start: date = START, table_day: date = date(2026, 1, 1)
) -> Limitation:
    return limitation(TABLE.on(period, table_day), StartDay(start, "échéance"), events, TABLE)


def test_every_period_is_dated_increasing_and_sourced() -> None:
    assert {row.period for row in ROWS} == set(Period)
    for _, rows in groupby(ROWS, key=lambda row: row.period):
        days = [row.in_force_since for row in rows]
        assert days == sorted(set(days))
    for row in ROWS:
        assert row.article.strip(), row
        assert row.source.strip(), row
        assert row.length > 0


def test_pre_02_a_consumer_until_the_second_anniversary() -> None:
    found = of(Period.CONSUMER, start=date(2024, 1, 31))
    assert found.last_day == date(2026, 1, 31)
    assert "31\u00a0janvier 2026" in found.sentence


@pytest.mark.parametrize(
    ("period", "start", "last"),
    [
        pytest.param(Period.PROFESSIONAL, date(2022, 3, 15), date(2027, 3, 15), id="PRE-03"),
        pytest.param(Period.PROFESSIONAL, date(2024, 2, 29), date(2029, 2, 28), id="PRE-03 29 February"),
        pytest.param(Period.TRANSPORT, date(2025, 6, 1), date(2026, 6, 1), id="L133-6"),
        pytest.param(Period.JUDGMENT, date(2020, 6, 1), date(2030, 6, 1), id="L111-4"),
        pytest.param(Period.PUBLIC, date(2022, 1, 1), date(2026, 12, 31), id="1968 first day"),
        pytest.param(Period.PUBLIC, date(2022, 12, 31), date(2026, 12, 31), id="1968 last day"),
    ],
)
def test_last_useful_days(period: Period, start: date, last: date) -> None:
    found = of(period, start=start)
    assert found.last_day == last
    assert not found.is_over(last)
    assert found.is_over(last + timedelta(days=1))


def test_each_nature_has_its_period_and_the_shortest_where_it_is_not_known() -> None:
    assert [usual_period(nature) for nature in Nature] == [
        Period.PROFESSIONAL,
        Period.CONSUMER,
        Period.PUBLIC,
        Period.CONSUMER,
    ]


def test_what_is_not_confirmed_is_told() -> None:
    assert TABLE.on(Period.PUBLIC, START).certainty is Certainty.UNCONFIRMED
    assert "à vérifier" in of(Period.PUBLIC).sentence


@pytest.mark.parametrize(
    ("period", "agreed", "expected"),
    [
        (Period.PROFESSIONAL, True, date(2026, 3, 31)),
        (Period.PROFESSIONAL, False, date(2026, 2, 20)),
        (Period.CONSUMER, True, date(2026, 3, 31)),
        (Period.PUBLIC, True, date(2026, 2, 20)),
        (Period.TRANSPORT, True, date(2026, 2, 20)),
    ],
)
def test_the_start_is_the_earliest_that_may_be_defended(period: Period, agreed: bool, expected: date) -> None:
    found = start_day(
        period,
        issue_date=date(2026, 3, 1),
        due_date=date(2026, 3, 31),
        due_date_agreed=agreed,
        performed_on=date(2026, 2, 20),
    )
    assert found.day == expected
    assert f"{expected:%d/%m/%Y}" in found.why


def test_a_judgment_needs_its_day() -> None:
    days = {"issue_date": START, "due_date": START}
    with pytest.raises(InvalidValue):
        start_day(Period.JUDGMENT, **days)
    assert start_day(Period.JUDGMENT, **days, judgment_on=date(2026, 1, 5)).day == date(2026, 1, 5)


# Events


@pytest.mark.parametrize(
    "kind", [EventKind.ACKNOWLEDGEMENT, EventKind.INJUNCTION_SERVICE, EventKind.ENFORCEMENT]
)
def test_2231_an_interruption_starts_a_whole_new_period(kind: EventKind) -> None:
    found = of(Period.PROFESSIONAL, LimitationEvent(kind, date(2024, 5, 2), "courrier signé"))
    assert found.last_day == date(2029, 5, 2)
    assert found.if_admitted is None


@pytest.mark.parametrize("kind", [EventKind.MISE_EN_DEMEURE, EventKind.INJUNCTION_REQUEST])
def test_a_mise_en_demeure_and_a_request_do_not_interrupt_and_it_is_said(kind: EventKind) -> None:
    found = of(Period.PROFESSIONAL, LimitationEvent(kind, date(2024, 5, 2)))
    assert (found.last_day, found.if_admitted) == (date(2027, 3, 15), None)
    assert "n’interrompt pas" in found.steps[0].sentence


def test_a_part_payment_is_debatable_and_the_safe_date_ignores_it() -> None:
    payment = LimitationEvent(EventKind.PART_PAYMENT, date(2024, 5, 2))
    found = of(Period.PROFESSIONAL, payment)
    assert (found.last_day, found.if_admitted) == (date(2027, 3, 15), date(2029, 5, 2))
    counted = of(Period.PROFESSIONAL, LimitationEvent(EventKind.PART_PAYMENT, date(2024, 5, 2), counted=True))
    assert (counted.last_day, counted.if_admitted) == (date(2029, 5, 2), None)


def test_2242_nothing_runs_while_a_lawsuit_lasts() -> None:
    found = of(Period.PROFESSIONAL, LimitationEvent(EventKind.LAWSUIT, date(2025, 1, 10)))
    assert found.last_day is None
    assert not found.is_over(date(2099, 1, 1))
    assert alerts(found.last_day) == ()
    ended = LimitationEvent(EventKind.LAWSUIT, date(2025, 1, 10), ended_on=date(2026, 2, 1))
    assert of(Period.PROFESSIONAL, ended).last_day == date(2031, 2, 1)


def test_2243_a_lost_lawsuit_interrupted_nothing() -> None:
    lost = LimitationEvent(EventKind.LAWSUIT, date(2025, 1, 10), ended_on=date(2026, 2, 1), lost=True)
    found = of(Period.PROFESSIONAL, lost)
    assert found.last_day == date(2027, 3, 15)
    assert "2243" in found.steps[0].sentence


def test_2238_a_mediation_suspends_and_leaves_six_months_at_least() -> None:
    early = LimitationEvent(EventKind.MEDIATION, date(2023, 1, 1), ended_on=date(2023, 3, 2))
    assert of(Period.PROFESSIONAL, early).last_day == date(2027, 3, 15) + timedelta(days=60)
    late = LimitationEvent(EventKind.MEDIATION, date(2027, 3, 10), ended_on=date(2027, 4, 10))
    assert of(Period.PROFESSIONAL, late).last_day == date(2027, 10, 10)
    assert of(Period.PROFESSIONAL, LimitationEvent(EventKind.MEDIATION, date(2023, 1, 1))).last_day is None


def test_days_that_stood_still_already_are_not_counted_twice() -> None:
    first = LimitationEvent(EventKind.MEDIATION, date(2023, 1, 1), ended_on=date(2023, 3, 2))
    second = LimitationEvent(EventKind.SMALL_CLAIMS_AGREEMENT, date(2023, 2, 1), ended_on=date(2023, 3, 12))
    assert of(Period.PROFESSIONAL, first, second).last_day == date(2027, 3, 15) + timedelta(days=70)


def test_the_exceptions_are_shown_and_left_to_the_user() -> None:
    claim = LimitationEvent(EventKind.PUBLIC_CLAIM, date(2024, 5, 2))
    found = of(Period.PUBLIC, claim)
    assert (found.last_day, found.if_admitted) == (date(2026, 12, 31), date(2028, 12, 31))
    assert "demande écrite" in found.exceptions[0]
    counted = LimitationEvent(EventKind.PUBLIC_CLAIM, date(2024, 5, 2), counted=True)
    assert of(Period.PUBLIC, counted).last_day == date(2028, 12, 31)
    assert of(Period.PROFESSIONAL, counted).last_day == date(2027, 3, 15)
    assert "assureur" in of(Period.PROFESSIONAL).exceptions[0]


def test_an_event_after_the_last_day_or_before_the_start_changes_nothing() -> None:
    late = of(Period.PROFESSIONAL, LimitationEvent(EventKind.ACKNOWLEDGEMENT, date(2027, 3, 16)))
    assert late.last_day == date(2027, 3, 15)
    assert "déjà acquise le 15/03/2027" in late.steps[0].sentence
    on_the_day = of(Period.PROFESSIONAL, LimitationEvent(EventKind.ACKNOWLEDGEMENT, date(2027, 3, 15)))
    assert on_the_day.last_day == date(2032, 3, 15)
    early = of(Period.PROFESSIONAL, LimitationEvent(EventKind.ACKNOWLEDGEMENT, date(2022, 3, 1)))
    assert early.last_day == date(2027, 3, 15)


def test_2232_twenty_years_are_the_longest_without_a_lawsuit() -> None:
    events = [
        LimitationEvent(EventKind.ACKNOWLEDGEMENT, date(year, 3, 1)) for year in (2026, 2030, 2034, 2038)
    ]
    assert of(Period.PROFESSIONAL, *events).last_day == date(2042, 3, 15)
    sued = LimitationEvent(EventKind.ENFORCEMENT, date(2040, 10, 27))
    assert of(Period.PROFESSIONAL, *events, sued).last_day == date(2045, 10, 27)


def test_2254_a_contract_between_professionals_may_fix_one_to_ten_years() -> None:
    row = TABLE.on(Period.PROFESSIONAL, START)
    assert contractual(row, 2, "CGV, art. 9").last_useful_day(START) == date(2024, 3, 15)
    for years in (0, 11):
        with pytest.raises(InvalidValue):
            contractual(row, years, "CGV")
    with pytest.raises(InvalidValue):
        contractual(TABLE.on(Period.CONSUMER, START), 3, "CGV")


def test_the_calendar_warns_six_three_and_one_month_before() -> None:
    found = alerts(date(2027, 8, 31))
    assert [(alert.months, alert.day) for alert in found] == [
        (6, date(2027, 2, 28)),
        (3, date(2027, 5, 31)),
        (1, date(2027, 7, 31)),
    ]
    assert all("31/08/2027" in alert.message for alert in found)


@st.composite
def some_events(draw: st.DrawFn) -> list[LimitationEvent]:
    found = []
    for _ in range(draw(st.integers(0, 5))):
        day = START + timedelta(days=draw(st.integers(-100, 3000)))
        ended = draw(st.none() | st.integers(0, 800))
        found.append(
            LimitationEvent(
                draw(st.sampled_from(EventKind)),
                day,
                ended_on=None if ended is None else day + timedelta(days=ended),
                lost=draw(st.booleans()),
                counted=draw(st.booleans()),
            )
        )
    return found


DEBTS = [period for period in Period if period not in (Period.LONG_STOP, Period.AFTER_SUSPENSION)]


@given(st.sampled_from(DEBTS), some_events())
def test_no_event_ever_brings_the_last_day_forward(period: Period, events: list[LimitationEvent]) -> None:
    plain, found = of(period), of(period, *events)
    assert plain.last_day is not None
    assert found.last_day is None or found.last_day >= plain.last_day
    assert len(found.steps) == len(events)
    days = [step.last_day or date.max for step in found.steps]
    assert days == sorted(days)
    if found.if_admitted is not None and found.last_day is not None:
        assert found.if_admitted > found.last_day
    if all(event.kind.effect is Effect.NONE for event in events):
        assert found.last_day == plain.last_day
