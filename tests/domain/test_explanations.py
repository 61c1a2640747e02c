"""« Pourquoi ? »: every figure tells its article, its rate, its calculation and how sure it is."""

from datetime import date

import pytest

from creances_desktop.domain.claim_facts import (
    AwardedInterest,
    Capitalisation,
    CapitalisationGround,
    ClaimFacts,
)
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.explanations import (
    explain_base,
    explain_days,
    explain_indemnity,
    explain_interest,
    explain_left_out,
    explain_line,
    explain_total,
    explain_year,
)
from creances_desktop.domain.interest import BalanceChange, Debt
from creances_desktop.domain.penalties import Breakdown, breakdown
from creances_desktop.domain.rates import law_tables, parse_figures, parse_rates
from creances_desktop.paths import resource

LAW = law_tables(
    parse_rates(resource("law/rates.csv").read_text(encoding="utf-8")),
    parse_figures(resource("law/figures.csv").read_text(encoding="utf-8")),
)


def paid_late(nature: Nature = Nature.PROFESSIONAL) -> Breakdown:
    debt = Debt(1, date(2026, 6, 20), 10_000_00, (BalanceChange(date(2026, 7, 10), -10_000_00),))
    facts = ClaimFacts(mise_en_demeure=date(2026, 6, 20))
    return breakdown(nature, [debt], date(2026, 7, 31), LAW, facts=facts)


def test_a_row_tells_base_rate_days_and_result() -> None:
    found = explain_line(paid_late().lines[1])
    assert found.calculation == (
        "10\u202f000,00\u00a0€ × 12,40\u00a0% × 10\u00a0jours / 365 = 33,97\u00a0€, "
        "arrondi au centime le plus proche"
    )
    assert "L441-10 II" in found.article
    assert "2,40\u00a0% (depuis le 17/06/2026)" in found.source
    assert found.status == ""


@pytest.mark.parametrize(
    ("nature", "article", "indemnity"),
    [
        (Nature.PROFESSIONAL, "L441-10", "D441-5"),
        (Nature.CONSUMER, "1231-6", "L121-21"),
        (Nature.PUBLIC, "R2192-32", "D2192-35"),
    ],
)
def test_each_regime_cites_its_own_articles(nature: Nature, article: str, indemnity: str) -> None:
    found = paid_late(nature)
    assert article in explain_days(found.lines[0], nature).article
    assert indemnity in explain_indemnity(found).article
    assert ("0,00\u00a0€" in explain_indemnity(found).calculation) == (nature is not Nature.PROFESSIONAL) or (
        "40,00\u00a0€" in explain_indemnity(found).calculation
    )


def test_the_days_tell_from_when_they_count() -> None:
    facts = ClaimFacts(awarded=AwardedInterest(since=date(2026, 4, 1), enforceable_on=date(2026, 4, 15)))
    debt = Debt(1, date(2026, 2, 28), 1_000_00)
    found = breakdown(Nature.PROFESSIONAL, [debt], date(2026, 6, 30), LAW, facts=facts)
    told = [explain_days(line, Nature.PROFESSIONAL).calculation for line in found.lines]
    assert [next(word for word in ("échéance", "accorde", "majoré") if word in text) for text in told] == [
        "échéance",
        "accorde",
        "majoré",
    ]


def test_the_base_tells_what_came_before() -> None:
    changes = (BalanceChange(date(2026, 9, 10), -400_00), BalanceChange(date(2026, 9, 15), 100_00))
    debt = Debt(1, date(2026, 8, 31), 1_000_00, changes)
    found = breakdown(Nature.PROFESSIONAL, [debt], date(2026, 9, 20), LAW)
    assert [explain_base(line, debt).calculation for line in found.lines] == [
        "1\u202f000,00\u00a0€",
        "1\u202f000,00\u00a0€ − 400,00\u00a0€ (10/09/2026) = 600,00\u00a0€",
        "1\u202f000,00\u00a0€ − 400,00\u00a0€ (10/09/2026) + 100,00\u00a0€ (15/09/2026) = 700,00\u00a0€",
    ]


def test_the_totals_add_up_in_words() -> None:
    found = paid_late()
    assert "33,29\u00a0€ + 33,97\u00a0€ = 67,26\u00a0€" in explain_interest(found).calculation
    assert "= 107,26\u00a0€" in explain_total(found).calculation
    assert "créance à part" in explain_total(found).source


def test_what_is_not_confirmed_says_so() -> None:
    found = breakdown(Nature.PROFESSIONAL, [Debt(1, date(2017, 3, 1), 1_000_00)], date(2017, 3, 31), LAW)
    assert explain_line(found.lines[0]).status == "à vérifier"
    assert explain_interest(found).status == "à vérifier"


def test_days_left_out_name_the_rate_to_enter() -> None:
    found = breakdown(Nature.PROFESSIONAL, [Debt(1, date(2026, 12, 31), 1_000_00)], date(2027, 1, 10), LAW)
    (days,) = found.left_out
    assert "taux du 1er semestre 2027 à saisir" in explain_left_out(days).calculation
    assert "10\u00a0jours" in explain_left_out(days).calculation


def test_a_capitalised_year_is_told_and_seen_in_the_base() -> None:
    facts = ClaimFacts(capitalisation=Capitalisation(CapitalisationGround.CLAUSE, date(2020, 1, 1)))
    found = breakdown(
        Nature.PROFESSIONAL,
        [Debt(1, date(2020, 12, 31), 10_000_00)],
        date(2022, 1, 31),
        LAW,
        contract_rate_percent="10",
        facts=facts,
    )
    assert "1343-2" in explain_year(found.capitalised[0]).article
    assert "dont 1\u202f000,00\u00a0€ d’intérêts capitalisés" in explain_line(found.lines[-1]).calculation
