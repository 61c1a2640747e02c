"""Interest between professionals at the default rate: published examples, conventions, what is left out.

Published figures that are documented and not reproduced:
- PEN-03 (256 €) and PEN-04 (3 €) count « trois mois » as 3/12 of a year and truncate; ours count days.
- PEN-23 (9.5 % in December 2008, 12.5 % from 1 January 2009) is older than the semester rule of 2013 and
  than the table of rates, which begins in 2010: no rate is made up for it.
- PEN-25 was cut where it was read.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.penalties import (
    AppliedRate,
    BalanceChange,
    Breakdown,
    Debt,
    RegimeUnavailable,
    breakdown,
    daily_interest,
    default_rate,
    interest,
    simple_interest,
)
from creances_desktop.domain.rates import Semester, law_tables, parse_figures, parse_rates
from creances_desktop.paths import resource

LAW = law_tables(
    parse_rates(resource("law/rates.csv").read_text(encoding="utf-8")),
    parse_figures(resource("law/figures.csv").read_text(encoding="utf-8")),
)


def of(debt: Debt, as_of: date) -> Breakdown:
    return breakdown(Nature.PROFESSIONAL, [debt], as_of, LAW)


def rows(found: Breakdown) -> list[tuple[date, date, int, int, str, int]]:
    return [
        (line.first, line.last, line.days, line.base, str(line.rate_percent), line.interest)
        for line in found.lines
    ]


# Published examples


@pytest.mark.parametrize(
    ("base", "rate", "days", "expected"),
    [
        pytest.param(15_000_00, "15", 30, 184_93, id="PEN-01"),
        pytest.param(5_000_00, "10", 30, 41_10, id="PEN-02"),
        pytest.param(1_850_00, "12.15", 45, 27_71, id="PEN-05"),
        pytest.param(1_850_00, "12.15", 1, 62, id="PEN-06"),
        pytest.param(1_200_00, "12.15", 30, 11_98, id="PEN-11"),
        pytest.param(10_000_00, "12.15", 10, 33_29, id="PEN-12 first semester"),
        pytest.param(10_000_00, "12.40", 10, 33_97, id="PEN-12 second semester"),
        pytest.param(1_000_00, "12.15", 30, 9_99, id="PEN-17"),
        pytest.param(10_000_00, "0", 30, 0, id="a rate of zero"),
    ],
)
def test_published_amounts(base: int, rate: str, days: int, expected: int) -> None:
    assert simple_interest(base, Decimal(rate), days) == expected


def test_pen_05_due_16_may_2026_as_of_30_june() -> None:
    found = of(Debt(1, date(2026, 5, 16), 1_850_00), date(2026, 6, 30))
    assert rows(found) == [(date(2026, 5, 17), date(2026, 6, 30), 45, 1_850_00, "12.15", 27_71)]
    assert found.fixed_indemnity == 40_00
    assert "D441-5" in found.fixed_indemnity_source


def test_pen_05_each_further_day_costs_62_cents() -> None:
    debt = Debt(1, date(2026, 5, 16), 1_850_00)
    assert daily_interest(of(debt, date(2026, 6, 30)), [debt]) == 62
    paid = Debt(1, date(2026, 5, 16), 1_850_00, (BalanceChange(date(2026, 6, 30), -1_850_00),))
    assert daily_interest(of(paid, date(2026, 6, 30)), [paid]) == 0


def test_pen_06_one_day_late() -> None:
    found = of(Debt(1, date(2026, 5, 16), 1_850_00), date(2026, 5, 17))
    assert rows(found) == [(date(2026, 5, 17), date(2026, 5, 17), 1, 1_850_00, "12.15", 62)]
    assert found.charges == 40_62


@pytest.mark.parametrize("as_of", [date(2026, 5, 16), date(2026, 5, 1)])
def test_pen_07_on_the_due_date_there_is_nothing_not_even_the_indemnity(as_of: date) -> None:
    found = of(Debt(1, date(2026, 5, 16), 1_850_00), as_of)
    assert (found.lines, found.charges, found.missing_rates) == ((), 0, ())
    assert found.total == found.outstanding == 1_850_00


def test_pen_11_total_with_the_indemnity() -> None:
    found = of(Debt(1, date(2026, 5, 1), 1_200_00), date(2026, 5, 31))
    assert (found.interest, found.total) == (11_98, 1_251_98)


def test_pen_12_the_rate_changes_on_1_july_and_the_day_of_payment_counts() -> None:
    debt = Debt(1, date(2026, 6, 20), 10_000_00, (BalanceChange(date(2026, 7, 10), -10_000_00),))
    found = of(debt, date(2026, 11, 21))
    assert rows(found) == [
        (date(2026, 6, 21), date(2026, 6, 30), 10, 10_000_00, "12.15", 33_29),
        (date(2026, 7, 1), date(2026, 7, 10), 10, 10_000_00, "12.40", 33_97),
    ]
    assert (found.interest, found.charges, found.outstanding, found.total) == (67_26, 107_26, 0, 107_26)


def test_pen_17_thirty_days() -> None:
    found = of(Debt(1, date(2026, 5, 1), 1_000_00), date(2026, 5, 31))
    assert found.interest == 9_99


def test_pen_20_the_rate_is_that_of_1_july_2024_not_of_18_september() -> None:
    rate = default_rate(LAW)(Semester(2024, 2))
    assert rate is not None
    assert rate.percent == Decimal("14.25")


def test_pen_21_the_ecb_rate_not_the_legal_interest_rate() -> None:
    found = [default_rate(LAW)(Semester.parse(text)) for text in ("2021-S1", "2022-S2", "2023-S1", "2024-S1")]
    assert [rate.percent if rate else None for rate in found] == [
        Decimal(10),
        Decimal(10),
        Decimal("12.5"),
        Decimal("14.5"),
    ]


# Conventions


def test_a_due_date_on_the_last_day_of_a_semester_bears_the_new_rate_only() -> None:
    found = of(Debt(1, date(2026, 6, 30), 1_000_00), date(2026, 7, 1))
    assert [(line.first, str(line.rate_percent)) for line in found.lines] == [(date(2026, 7, 1), "12.40")]


def test_pen_24_part_payments_lower_the_base_from_the_day_after() -> None:
    debt = Debt(
        1,
        date(2026, 8, 31),
        1_000_00,
        (BalanceChange(date(2026, 9, 10), -400_00), BalanceChange(date(2026, 9, 10), -100_00)),
    )
    found = of(debt, date(2026, 9, 20))
    assert [(line.first, line.last, line.base) for line in found.lines] == [
        (date(2026, 9, 1), date(2026, 9, 10), 1_000_00),
        (date(2026, 9, 11), date(2026, 9, 20), 500_00),
    ]
    assert found.outstanding == 500_00


@pytest.mark.parametrize("paid", [date(2026, 8, 1), date(2026, 8, 31)])
def test_what_was_paid_in_time_bears_nothing(paid: date) -> None:
    found = of(Debt(1, date(2026, 8, 31), 1_000_00, (BalanceChange(paid, -1_000_00),)), date(2026, 11, 1))
    assert (found.lines, found.charges, found.outstanding) == ((), 0, 0)


def test_a_payment_on_the_day_itself_is_deducted_but_its_day_still_bears_interest() -> None:
    debt = Debt(1, date(2026, 8, 31), 1_000_00, (BalanceChange(date(2026, 9, 10), -1_000_00),))
    found = of(debt, date(2026, 9, 10))
    assert [(line.days, line.base) for line in found.lines] == [(10, 1_000_00)]
    assert found.outstanding == 0


def test_a_reversed_payment_bears_interest_again() -> None:
    changes = (BalanceChange(date(2026, 9, 10), -1_000_00), BalanceChange(date(2026, 9, 15), 1_000_00))
    found = of(Debt(1, date(2026, 8, 31), 1_000_00, changes), date(2026, 9, 20))
    assert [(line.first, line.last) for line in found.lines] == [
        (date(2026, 9, 1), date(2026, 9, 10)),
        (date(2026, 9, 16), date(2026, 9, 20)),
    ]


def test_trap_11_interest_is_not_forgotten_once_the_principal_is_paid() -> None:
    debt = Debt(1, date(2026, 8, 31), 1_000_00, (BalanceChange(date(2026, 9, 10), -1_000_00),))
    assert of(debt, date(2028, 1, 1)).charges == of(debt, date(2026, 9, 10)).charges > 40_00


def test_trap_12_one_indemnity_per_invoice_whatever_its_instalments() -> None:
    debts = [Debt(1, date(2026, 8, 31), 500_00), Debt(2, date(2026, 9, 30), 500_00)]
    found = breakdown(Nature.PROFESSIONAL, debts, date(2026, 11, 1), LAW)
    assert found.fixed_indemnity == 40_00
    assert {line.due_item_id for line in found.lines} == {1, 2}


def test_trap_13_without_a_known_rate_the_indemnity_stays() -> None:
    found = breakdown(Nature.PROFESSIONAL, [Debt(1, date(2027, 1, 10), 500_00)], date(2027, 2, 1), LAW)
    assert (found.interest, found.fixed_indemnity) == (0, 40_00)


def test_a_missing_semester_is_named_and_its_days_left_out() -> None:
    found = of(Debt(1, date(2026, 12, 21), 1_000_00), date(2027, 7, 5))
    assert [(line.first, line.last) for line in found.lines] == [(date(2026, 12, 22), date(2026, 12, 31))]
    assert [str(semester) for semester in found.missing_rates] == ["2027-S1", "2027-S2"]


def test_a_semester_is_not_missing_when_nothing_was_owed_in_it() -> None:
    debt = Debt(1, date(2026, 12, 21), 1_000_00, (BalanceChange(date(2026, 12, 31), -1_000_00),))
    assert of(debt, date(2027, 7, 5)).missing_rates == ()


def test_before_the_rule_of_2013_no_rate_is_made_up() -> None:
    found = of(Debt(1, date(2012, 12, 21), 1_000_00), date(2013, 1, 10))
    assert [line.first for line in found.lines] == [date(2013, 1, 1)]
    assert [str(semester) for semester in found.missing_rates] == ["2012-S2"]


def test_the_source_of_a_rate_tells_the_semester_the_value_and_the_article() -> None:
    (line,) = of(Debt(1, date(2026, 8, 31), 1_000_00), date(2026, 9, 1)).lines
    for words in ("2e semestre 2026", "2,40\u00a0%", "17/06/2026", "+ 10 points", "L441-10 II"):
        assert words in line.rate_source
    assert "à vérifier" not in line.rate_source
    (old,) = of(Debt(1, date(2017, 3, 1), 1_000_00), date(2017, 3, 2)).lines
    assert "à vérifier" in old.rate_source


def test_l622_28_interest_stops_the_day_before_the_judgment() -> None:
    debt = Debt(1, date(2026, 8, 31), 1_000_00)
    found = breakdown(
        Nature.PROFESSIONAL, [debt], date(2026, 11, 1), LAW, insolvency_judgment=date(2026, 9, 11)
    )
    assert [line.last for line in found.lines] == [date(2026, 9, 10)]
    assert found.fixed_indemnity == 40_00


@pytest.mark.parametrize("due", [date(2026, 9, 11), date(2026, 9, 30)])
def test_l441_10_no_indemnity_where_insolvency_forbids_payment_at_the_due_date(due: date) -> None:
    found = breakdown(
        Nature.PROFESSIONAL,
        [Debt(1, due, 1_000_00)],
        date(2026, 11, 1),
        LAW,
        insolvency_judgment=date(2026, 9, 11),
    )
    assert (found.lines, found.charges) == ((), 0)


def test_a_client_of_unspecified_nature_is_refused_with_what_to_fill() -> None:
    with pytest.raises(RegimeUnavailable, match="professionnel, particulier ou public"):
        breakdown(Nature.UNSPECIFIED, [Debt(1, date(2026, 5, 16), 100_00)], date(2026, 6, 1), LAW)


def test_pen_03_pen_04_count_months_where_ours_count_days() -> None:
    rate = default_rate(LAW)(Semester(2014, 1))
    assert rate is not None
    assert rate.percent == Decimal("10.25")
    assert simple_interest(10_000_00, rate.percent, 90) == 252_74
    assert simple_interest(10_000_00, rate.percent, 91) == 255_55
    assert simple_interest(10_000_00, Decimal("0.12"), 90) == 2_96


def test_pen_23_before_the_table_nothing_is_computed() -> None:
    found = of(Debt(1, date(2008, 12, 1), 1_000_00), date(2009, 1, 31))
    assert found.lines == ()
    assert [str(semester) for semester in found.missing_rates] == ["2008-S2", "2009-S1"]
    assert [days.message for days in found.left_out] == [
        "taux du 2e semestre 2008 à saisir",
        "taux du 1er semestre 2009 à saisir",
    ]
    assert sum((days.last - days.first).days + 1 for days in found.left_out) == 61


# Invariants


@st.composite
def debts(draw: st.DrawFn) -> Debt:
    due = date(2019, 1, 1) + timedelta(days=draw(st.integers(0, 2500)))
    left = amount = draw(st.integers(1, 1_000_000))
    changes = []
    for _ in range(draw(st.integers(0, 4))):
        part = draw(st.integers(0, left))
        left -= part
        changes.append(BalanceChange(due + timedelta(days=draw(st.integers(-40, 700))), -part))
    return Debt(1, due, amount, tuple(changes))


@given(debts(), st.integers(0, 900))
def test_rows_agree_with_a_count_day_by_day(debt: Debt, late: int) -> None:
    """Another method than the code's: every single day, its base and its rate, as exact fractions."""
    as_of = debt.due_date + timedelta(days=late)
    rule = default_rate(LAW)
    found, missing = interest(debt, debt.due_date + timedelta(days=1), as_of, rule)
    exact: dict[date, Fraction] = {}
    for offset in range(1, late + 1):
        day = debt.due_date + timedelta(days=offset)
        base = debt.amount + sum(change.amount for change in debt.changes if change.day < day)
        rate = rule(Semester.of(day))
        if base > 0 and rate is not None:
            exact[day] = Fraction(base) * Fraction(rate.percent) / 100 / 365
    assert sum(line.days for line in found) == len(exact)
    for line in found:
        total = sum((exact[line.first + timedelta(days=n)] for n in range(line.days)), start=Fraction(0))
        assert line.interest == int(total + Fraction(1, 2))
        assert Semester.of(line.first) == Semester.of(line.last)
    owing = {Semester.of(line.last) for line in found}
    unknown = {days.semester for days in missing}
    assert owing.isdisjoint(unknown)
    assert all(rule(semester) is None for semester in unknown)


@given(st.integers(1, 10**9), st.integers(1, 2000))
def test_a_constant_rate_needs_no_table(base: int, days: int) -> None:
    start = date(2026, 1, 1)
    debt = Debt(1, start - timedelta(days=1), base)
    found, _ = interest(
        debt, start, start + timedelta(days=days - 1), lambda _: AppliedRate(Decimal(12), "contrat")
    )
    assert sum(line.days for line in found) == days
    assert abs(sum(line.interest for line in found) - base * 12 * days / 36500) <= len(found)
