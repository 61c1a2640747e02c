"""The three regimes, contracts and their floor, judgments, capitalisation, credit notes, insolvency."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.alerts import AlertKind
from creances_desktop.domain.claim_facts import (
    AwardedInterest,
    Capitalisation,
    CapitalisationGround,
    ClaimFacts,
    InsolvencyStop,
)
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.contract_rates import ContractBase, ContractRate, parse_contract_rate
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.interest import BalanceChange, ChangeEffect, Debt
from creances_desktop.domain.penalties import Breakdown, breakdown
from creances_desktop.domain.rates import (
    Certainty,
    Semester,
    law_tables,
    parse_figures,
    parse_rates,
)
from creances_desktop.domain.regimes import FloorChoice, default_rate, floor, public_rate
from creances_desktop.paths import resource

LAW = law_tables(
    parse_rates(resource("law/rates.csv").read_text(encoding="utf-8")),
    parse_figures(resource("law/figures.csv").read_text(encoding="utf-8")),
)
PRO, CONSUMER, PUBLIC = Nature.PROFESSIONAL, Nature.CONSUMER, Nature.PUBLIC
EIGHT_MORE = timedelta(days=8)


def rows(found: Breakdown) -> list[tuple[str, str, int, str, int]]:
    return [
        (f"{line.first:%d/%m/%y}", f"{line.last:%d/%m/%y}", line.base, str(line.rate_percent), line.interest)
        for line in found.lines
    ]


def kinds(found: Breakdown) -> list[AlertKind]:
    return [alert.kind for alert in found.alerts]


def paid(due: str, amount: int, on: str) -> Debt:
    """A due item paid in full on a day."""
    return Debt(1, date.fromisoformat(due), amount, (BalanceChange(date.fromisoformat(on), -amount),))


# Contracts between professionals


def test_pen_16_a_contract_rate_over_two_semesters() -> None:
    debt = paid("2026-06-20", 1_000_00, "2026-07-10")
    found = breakdown(PRO, [debt], date(2026, 7, 10), LAW, contract_rate_percent="12")
    assert rows(found) == [
        ("21/06/26", "30/06/26", 1_000_00, "12", 3_29),
        ("01/07/26", "10/07/26", 1_000_00, "12", 3_29),
    ]
    assert (found.interest, found.fixed_indemnity, found.alerts) == (6_58, 40_00, ())


@pytest.mark.parametrize(
    ("choice", "rates"),
    [
        (FloorChoice.APPLY_CONTRACT, ["8", "8"]),
        (FloorChoice.APPLY_FLOOR, ["8", "8.25"]),
        (FloorChoice.APPLY_DEFAULT, ["8", "12.40"]),
    ],
)
def test_pen_16_eight_percent_is_under_the_floor_of_one_semester(
    choice: FloorChoice, rates: list[str]
) -> None:
    """The floor is 7.86 % in the first semester of 2026 and 8.25 % in the second."""
    debt = paid("2026-06-20", 1_000_00, "2026-07-10")
    facts = ClaimFacts(floor_choice=choice)
    found = breakdown(PRO, [debt], date(2026, 7, 10), LAW, contract_rate_percent="8", facts=facts)
    assert [str(line.rate_percent) for line in found.lines] == rates
    (alert,) = found.alerts
    assert (alert.kind, alert.semester) == (AlertKind.RATE_UNDER_FLOOR, Semester(2026, 2))
    assert "8,25\u00a0%" in alert.message


@pytest.mark.parametrize("choice", FloorChoice)
def test_a_rate_equal_to_its_floor_is_not_under_it(choice: FloorChoice) -> None:
    debt = paid("2026-07-31", 1_000_00, "2026-08-31")
    facts = ClaimFacts(floor_choice=choice)
    found = breakdown(PRO, [debt], date(2026, 8, 31), LAW, contract_rate_percent="8,25", facts=facts)
    assert [str(line.rate_percent) for line in found.lines] == ["8.25"]
    assert found.alerts == ()


@pytest.mark.parametrize(
    ("semester", "percent"),
    [
        pytest.param("2025-S1", "11.13", id="PEN-18 2025-S1"),
        pytest.param("2025-S2", "8.28", id="PEN-18 2025-S2"),
        pytest.param("2026-S1", "7.86", id="PEN-18 2026-S1"),
        pytest.param("2026-S2", "8.25", id="PEN-18 2026-S2"),
        pytest.param("2024-S1", "15.21", id="2024-S1"),
        pytest.param("2024-S2", "14.76", id="PEN-19"),
        pytest.param("2021-S1", "2.37", id="PEN-22"),
    ],
)
def test_floors(semester: str, percent: str) -> None:
    found = floor(LAW, Semester.parse(semester))
    assert found is not None
    assert found.percent == Decimal(percent)


@pytest.mark.parametrize(
    ("semester", "percent"),
    [
        pytest.param("2024-S2", "14.25", id="PEN-19 and PEN-20, published 13.65"),
        pytest.param("2024-S1", "14.50", id="PEN-21, published 15.07"),
        pytest.param("2023-S2", "14.00", id="PEN-21, published 14.22"),
        pytest.param("2023-S1", "12.50", id="PEN-21, published 12.06"),
        pytest.param("2022-S2", "10.00", id="PEN-21, published 10.77"),
        pytest.param("2022-S1", "10.00", id="PEN-21, published 10.76"),
        pytest.param("2021-S2", "10.00", id="PEN-21, published 10.76 in 2021"),
        pytest.param("2021-S1", "10.00", id="PEN-21 and PEN-22"),
    ],
)
def test_default_rates(semester: str, percent: str) -> None:
    found = default_rate(LAW)(Semester.parse(semester))
    assert found is not None
    assert found.percent == Decimal(percent)


def test_pen_19_in_2024_the_floor_above_the_default_is_shown_and_the_default_applies() -> None:
    found = breakdown(PRO, [paid("2024-08-31", 1_000_00, "2024-09-30")], date(2024, 9, 30), LAW)
    assert [str(line.rate_percent) for line in found.lines] == ["14.25"]
    (alert,) = found.alerts
    assert alert.kind is AlertKind.DEFAULT_UNDER_FLOOR
    assert "14,76\u00a0%" in alert.message


@pytest.mark.parametrize(
    ("choice", "rate"),
    [
        (FloorChoice.APPLY_CONTRACT, "14.25"),
        (FloorChoice.APPLY_FLOOR, "14.76"),
        (FloorChoice.APPLY_DEFAULT, "14.25"),
    ],
)
def test_a_clause_that_repeats_the_default_was_under_the_floor_in_2024(
    choice: FloorChoice, rate: str
) -> None:
    found = breakdown(
        PRO,
        [paid("2024-08-31", 1_000_00, "2024-09-30")],
        date(2024, 9, 30),
        LAW,
        contract_rate_percent="BCE + 10",
        facts=ClaimFacts(floor_choice=choice),
    )
    assert [str(line.rate_percent) for line in found.lines] == [rate]
    assert kinds(found) == [AlertKind.RATE_UNDER_FLOOR]


def test_a_clause_that_starts_from_a_legal_rate_tells_it_and_how_sure_it_is() -> None:
    found = breakdown(
        PRO,
        [paid("2017-03-31", 1_000_00, "2017-04-30")],
        date(2017, 4, 30),
        LAW,
        contract_rate_percent="BCE + 12",
    )
    (line,) = found.lines
    assert line.rate_percent == Decimal(12)
    assert "0,00\u00a0%" in line.rate_source
    assert "à vérifier" in line.rate_source
    assert line.certainty is Certainty.UNCONFIRMED


def test_a_fixed_rate_needs_no_table_but_its_floor_is_then_not_known() -> None:
    found = breakdown(
        PRO, [Debt(1, date(2027, 1, 10), 1_000_00)], date(2027, 2, 1), LAW, contract_rate_percent="12"
    )
    assert found.interest == 7_23
    assert found.missing_rates == ()
    assert kinds(found) == [AlertKind.FLOOR_UNKNOWN]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("12", ContractRate(ContractBase.FIXED, Decimal(12))),
        ("12,5\u00a0%", ContractRate(ContractBase.FIXED, Decimal("12.5"))),
        ("0", ContractRate(ContractBase.FIXED, Decimal(0))),
        ("BCE + 10", ContractRate(ContractBase.ECB, Decimal(10))),
        ("taux de la BCE majoré de 10 points", ContractRate(ContractBase.ECB, Decimal(10))),
        ("3 fois le taux légal", ContractRate(ContractBase.LEGAL, Decimal(3))),
        ("trois fois le taux d’intérêt légal", ContractRate(ContractBase.LEGAL, Decimal(3))),
        ("3 × taux légal", ContractRate(ContractBase.LEGAL, Decimal(3))),
    ],
)
def test_clauses_as_conditions_of_sale_write_them(text: str, clause: ContractRate) -> None:
    assert parse_contract_rate(text) == clause
    assert parse_contract_rate(clause.label) == clause


@pytest.mark.parametrize("text", ["beaucoup", "120 %", "-3", "BCE"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="taux de pénalités"):
        parse_contract_rate(text)


def test_further_costs_on_proof_are_what_exceeds_the_indemnity() -> None:
    debt = paid("2026-08-31", 1_000_00, "2026-09-30")
    for costs, further in ((0, 0), (30_00, 0), (150_00, 110_00)):
        found = breakdown(PRO, [debt], date(2026, 10, 1), LAW, facts=ClaimFacts(proven_costs=costs))
        assert found.further_costs == further
        assert found.charges == found.interest + 40_00 + further
    assert found.is_claim_of_its_own


# Consumers


def test_int_02_without_a_mise_en_demeure_a_consumer_owes_no_interest_nor_indemnity() -> None:
    found = breakdown(CONSUMER, [Debt(1, date(2026, 1, 31), 1_000_00)], date(2026, 11, 21), LAW)
    assert (found.lines, found.charges, found.outstanding) == ((), 0, 1_000_00)
    assert kinds(found) == [AlertKind.NO_MISE_EN_DEMEURE]


def test_int_05_a_mise_en_demeure_to_come_bears_nothing() -> None:
    facts = ClaimFacts(mise_en_demeure=date(2026, 12, 1))
    found = breakdown(CONSUMER, [Debt(1, date(2026, 1, 31), 1_000_00)], date(2026, 11, 21), LAW, facts=facts)
    assert (found.lines, found.charges) == ((), 0)


def test_int_01_legal_rate_of_other_creditors_from_the_day_after_the_reception() -> None:
    """(sum x days x rate) / (365 x 100) by semester; column « autres cas », not « particuliers »."""
    facts = ClaimFacts(mise_en_demeure=date(2026, 6, 20))
    found = breakdown(CONSUMER, [Debt(1, date(2026, 1, 31), 10_000_00)], date(2026, 7, 10), LAW, facts=facts)
    assert rows(found) == [
        ("21/06/26", "30/06/26", 10_000_00, "2.62", 7_18),
        ("01/07/26", "10/07/26", 10_000_00, "2.75", 7_53),
    ]
    assert found.fixed_indemnity == 0
    assert "autres créanciers" in found.lines[0].rate_source


def test_a_mise_en_demeure_before_the_due_date_waits_for_it() -> None:
    facts = ClaimFacts(mise_en_demeure=date(2026, 7, 1))
    found = breakdown(CONSUMER, [Debt(1, date(2026, 7, 31), 1_000_00)], date(2026, 8, 31), LAW, facts=facts)
    assert found.lines[0].first == date(2026, 8, 1)


@pytest.mark.parametrize(("without_notice", "first"), [(False, date(2026, 9, 11)), (True, date(2026, 8, 1))])
def test_an_accepted_clause_comes_with_its_warning(without_notice: bool, first: date) -> None:
    facts = ClaimFacts(mise_en_demeure=date(2026, 9, 10), clause_without_notice=without_notice)
    found = breakdown(
        CONSUMER,
        [Debt(1, date(2026, 7, 31), 1_000_00)],
        date(2026, 9, 30),
        LAW,
        contract_rate_percent="6",
        facts=facts,
    )
    assert (found.lines[0].first, str(found.lines[0].rate_percent)) == (first, "6")
    assert kinds(found) == [AlertKind.CONSUMER_CLAUSE]
    assert "L212-1" in found.alerts[0].article


def test_l111_8_recovery_costs_stay_with_the_creditor_of_a_consumer() -> None:
    facts = ClaimFacts(mise_en_demeure=date(2026, 9, 10), proven_costs=150_00)
    found = breakdown(CONSUMER, [Debt(1, date(2026, 7, 31), 1_000_00)], date(2026, 9, 30), LAW, facts=facts)
    assert (found.further_costs, kinds(found)) == (0, [AlertKind.COSTS_NOT_CLAIMABLE])


# Public bodies


def test_pub_06_the_rate_is_frozen_at_the_semester_in_which_interest_began() -> None:
    debt = paid("2026-06-20", 10_000_00, "2026-07-10")
    found = breakdown(PUBLIC, [debt], date(2026, 7, 10), LAW)
    assert rows(found) == [("21/06/26", "10/07/26", 10_000_00, "10.15", 55_62)]
    assert found.fixed_indemnity == 40_00
    assert "D2192-35" in found.fixed_indemnity_source


def test_pub_02_a_stipulated_rate_is_ignored_and_told() -> None:
    debt = paid("2026-06-20", 10_000_00, "2026-07-10")
    found = breakdown(PUBLIC, [debt], date(2026, 7, 10), LAW, contract_rate_percent="2")
    assert [str(line.rate_percent) for line in found.lines] == ["10.15"]
    assert kinds(found) == [AlertKind.STIPULATED_RATE_IGNORED]


def test_pub_03_first_semester_of_2014() -> None:
    found = public_rate(LAW, date(2014, 2, 1))(Semester(2014, 1))
    assert found is not None
    assert found.percent == Decimal("8.25")
    assert "R2192-31" in found.source


def test_pub_04_a_delay_that_ends_on_30_june_takes_the_rate_of_1_july() -> None:
    """The thirty-first day is 1 July: its semester fixes the rate for good."""
    found = breakdown(PUBLIC, [Debt(1, date(2026, 6, 30), 10_000_00)], date(2027, 3, 31), LAW)
    assert rows(found) == [("01/07/26", "31/03/27", 10_000_00, "10.40", 780_71)]
    assert found.missing_rates == ()


def test_a_frozen_semester_that_is_missing_is_named_for_the_whole_delay() -> None:
    changes = (BalanceChange(date(2027, 8, 1), -400_00),)
    found = breakdown(PUBLIC, [Debt(1, date(2027, 6, 20), 1_000_00, changes)], date(2027, 9, 1), LAW)
    assert found.lines == ()
    assert [str(semester) for semester in found.missing_rates] == ["2027-S1"]
    assert len(found.left_out) == 2


def test_each_instalment_of_a_public_body_has_its_own_rate_and_one_indemnity() -> None:
    debts = [Debt(1, date(2026, 6, 20), 500_00), Debt(2, date(2026, 7, 20), 500_00)]
    found = breakdown(PUBLIC, debts, date(2026, 8, 31), LAW)
    assert [str(line.rate_percent) for line in found.lines] == ["10.15", "10.40"]
    assert found.fixed_indemnity == 40_00


# Judgments


@pytest.mark.parametrize("nature", [PRO, CONSUMER, PUBLIC])
def test_l313_3_five_points_more_two_months_after_a_judgment(nature: Nature) -> None:
    awarded = AwardedInterest(since=date(2026, 1, 1), enforceable_on=date(2026, 2, 28))
    found = breakdown(
        nature,
        [Debt(1, date(2025, 12, 31), 10_000_00)],
        date(2026, 5, 10),
        LAW,
        facts=ClaimFacts(awarded=awarded),
    )
    assert rows(found) == [
        ("01/01/26", "28/04/26", 10_000_00, "2.62", 84_70),
        ("29/04/26", "10/05/26", 10_000_00, "7.62", 25_05),
    ]
    assert found.lines[1].certainty is Certainty.UNCONFIRMED
    assert "L313-3" in found.lines[1].rate_source
    assert "à vérifier" in found.lines[1].rate_source


def test_the_regime_runs_until_the_judgment_takes_over() -> None:
    awarded = AwardedInterest(since=date(2026, 4, 1))
    found = breakdown(
        PRO, [Debt(1, date(2026, 2, 28), 1_000_00)], date(2026, 4, 30), LAW, facts=ClaimFacts(awarded=awarded)
    )
    assert [(line.first.month, str(line.rate_percent)) for line in found.lines] == [(3, "12.15"), (4, "2.62")]


def test_a_judgment_makes_a_consumer_owe_interest_without_a_mise_en_demeure() -> None:
    facts = ClaimFacts(awarded=AwardedInterest(since=date(2026, 4, 1)))
    found = breakdown(CONSUMER, [Debt(1, date(2026, 2, 28), 1_000_00)], date(2026, 4, 30), LAW, facts=facts)
    assert [line.first for line in found.lines] == [date(2026, 4, 1)]
    assert found.alerts == ()


# Capitalisation


def capitalised(debt: Debt, as_of: str, since: str = "2020-01-01") -> Breakdown:
    recorded = Capitalisation(CapitalisationGround.CLAUSE, date.fromisoformat(since))
    return breakdown(
        PRO,
        [debt],
        date.fromisoformat(as_of),
        LAW,
        contract_rate_percent="10",
        facts=ClaimFacts(capitalisation=recorded),
    )


def test_1343_2_a_whole_year_of_interest_bears_interest_from_the_day_after() -> None:
    debt = Debt(1, date(2020, 12, 31), 10_000_00)
    found = capitalised(debt, "2022-06-30")
    first_year = [line for line in found.lines if line.last.year == 2021]
    assert sum(line.interest for line in first_year) == 1_000_00
    assert rows(found)[-1] == ("01/01/22", "30/06/22", 11_000_00, "10", 545_48)
    assert found.lines[-1].capitalised == 1_000_00
    assert [(year.first, year.last, year.amount) for year in found.capitalised] == [
        (date(2021, 1, 1), date(2021, 12, 31), 1_000_00)
    ]
    assert found.outstanding == 10_000_00


def test_1343_2_less_than_a_year_bears_nothing() -> None:
    debt = Debt(1, date(2020, 12, 31), 10_000_00)
    with_clause, without = (
        capitalised(debt, "2021-12-30"),
        breakdown(PRO, [debt], date(2021, 12, 30), LAW, contract_rate_percent="10"),
    )
    assert with_clause.capitalised == ()
    assert with_clause.lines == without.lines


def test_1343_2_years_count_from_the_clause_where_it_is_later() -> None:
    found = capitalised(Debt(1, date(2020, 12, 31), 10_000_00), "2022-07-10", since="2021-07-01")
    assert [(year.first, year.last) for year in found.capitalised] == [(date(2021, 7, 1), date(2022, 6, 30))]
    assert found.lines[-1].base == 10_000_00 + found.capitalised[0].amount


def test_capitalised_interest_bears_interest_after_the_principal_is_paid() -> None:
    found = capitalised(paid("2020-12-31", 10_000_00, "2022-01-31"), "2022-12-31")
    assert found.outstanding == 0
    assert found.lines[-1].base == found.lines[-1].capitalised == 1_000_00


@given(st.integers(100, 10**8), st.integers(1, 2000))
def test_capitalisation_never_lowers_interest_and_grows_by_whole_years(amount: int, days: int) -> None:
    due = date(2019, 3, 15)
    debt, as_of = Debt(1, due, amount), due + timedelta(days=days)
    plain = breakdown(PRO, [debt], as_of, LAW, contract_rate_percent="10")
    grown = capitalised(debt, as_of.isoformat())
    assert grown.interest >= plain.interest
    assert sum(line.days for line in grown.lines) == days
    assert grown.outstanding == plain.outstanding


# Credit notes


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (ChangeEffect.SAME_DAY, [("01/09/26", "09/09/26", 1_000_00), ("10/09/26", "20/09/26", 600_00)]),
        (ChangeEffect.DAY_AFTER, [("01/09/26", "10/09/26", 1_000_00), ("11/09/26", "20/09/26", 600_00)]),
        (ChangeEffect.FROM_DUE_DATE, [("01/09/26", "20/09/26", 600_00)]),
    ],
)
def test_a_credit_note_lowers_the_base_from_its_day_or_from_the_due_date(
    effect: ChangeEffect, expected: list[tuple[str, str, int]]
) -> None:
    debt = Debt(1, date(2026, 8, 31), 1_000_00, (BalanceChange(date(2026, 9, 10), -400_00, effect),))
    found = breakdown(PRO, [debt], date(2026, 9, 20), LAW)
    assert [row[:3] for row in rows(found)] == expected
    assert found.outstanding == 600_00


def test_a_correction_of_tomorrow_lowers_nothing_today() -> None:
    change = BalanceChange(date(2026, 9, 10), -1_000_00, ChangeEffect.FROM_DUE_DATE)
    debt = Debt(1, date(2026, 8, 31), 1_000_00, (change,))
    before, after = (breakdown(PRO, [debt], date(2026, 9, day), LAW) for day in (9, 10))
    assert (before.outstanding, before.fixed_indemnity, before.lines[0].base) == (1_000_00, 40_00, 1_000_00)
    assert (after.outstanding, after.charges) == (0, 0)


def test_a_credit_note_before_the_due_date_is_deducted_at_once() -> None:
    change = BalanceChange(date(2026, 8, 10), -400_00, ChangeEffect.FROM_DUE_DATE)
    debt = Debt(1, date(2026, 8, 31), 1_000_00, (change,))
    assert debt.outstanding(date(2026, 8, 20)) == 600_00
    assert debt.outstanding(date(2026, 8, 9)) == 1_000_00


# Reversals


def test_a_cheque_that_was_never_honoured_interrupts_no_interest() -> None:
    """As of a day between the two, the payment counts; from the return on, it is as if it had never come."""
    due, paid_on, returned = date(2026, 8, 31), date(2026, 9, 10), date(2026, 9, 15)
    payment = BalanceChange(paid_on, -1_000_00)
    for undoes, days in ((None, 15), (paid_on, 20)):
        debt = Debt(1, due, 1_000_00, (payment, BalanceChange(returned, 1_000_00, undoes=undoes)))
        between = breakdown(PRO, [debt], date(2026, 9, 14), LAW)
        assert (sum(line.days for line in between.lines), between.outstanding) == (10, 0)
        after = breakdown(PRO, [debt], date(2026, 9, 20), LAW)
        assert (sum(line.days for line in after.lines), after.outstanding) == (days, 1_000_00)


# Insolvency


@pytest.mark.parametrize(
    ("stop", "last"),
    [(InsolvencyStop.STOP_BEFORE, date(2026, 9, 10)), (InsolvencyStop.STOP_ON, date(2026, 9, 11))],
)
def test_l622_28_interest_stops_around_the_judgment_as_the_setting_says(
    stop: InsolvencyStop, last: date
) -> None:
    found = breakdown(
        PRO,
        [Debt(1, date(2026, 8, 31), 1_000_00)],
        date(2026, 11, 1),
        LAW,
        insolvency_judgment=date(2026, 9, 11),
        facts=ClaimFacts(insolvency_stop=stop),
    )
    assert found.lines[-1].last == last
    assert kinds(found) == [AlertKind.INSOLVENCY]
    assert f"{last:%d/%m/%Y}" in found.alerts[0].message


# Invariants


@given(
    st.sampled_from([PRO, CONSUMER, PUBLIC]),
    st.integers(1, 10**8),
    st.dates(date(2019, 1, 1), date(2026, 6, 30)),
    st.integers(0, 900),
    st.integers(0, 400),
)
def test_interest_only_grows_with_time_and_stays_once_paid(
    nature: Nature, amount: int, due: date, late: int, more: int
) -> None:
    facts = ClaimFacts(mise_en_demeure=due + EIGHT_MORE)
    paid_on = due + timedelta(days=late)
    debt = Debt(1, due, amount, (BalanceChange(paid_on, -amount),))
    then = breakdown(nature, [debt], paid_on, LAW, facts=facts)
    later = breakdown(nature, [debt], paid_on + timedelta(days=more), LAW, facts=facts)
    assert then.interest == later.interest >= 0
    assert later.outstanding == 0
    assert (later.fixed_indemnity > 0) == (nature is not CONSUMER and late > 0)
