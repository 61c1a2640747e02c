"""« Pourquoi ? »: for each figure of a breakdown, its article, rate, calculation in words and source."""

from __future__ import annotations

from dataclasses import dataclass

from creances_desktop.domain.capitalisation import CapitalisedYear
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.interest import DAYS_IN_YEAR, Debt, InterestLine, LeftOut
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.penalties import Breakdown
from creances_desktop.domain.rates import Certainty, percent_text
from creances_desktop.domain.settlement import RECEIVED
from creances_desktop.domain.text import plural, short_date


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a figure is what it is, in French; `rate` is empty where the figure has none."""

    figure: str
    article: str
    rate: str
    calculation: str
    source: str
    certainty: Certainty = Certainty.CONFIRMED

    @property
    def status(self) -> str:
        """`à vérifier` where a part of the figure is not confirmed, else an empty text."""
        return "à vérifier" if self.certainty is Certainty.UNCONFIRMED else ""


def explain_line(line: InterestLine) -> Explanation:
    """Why a row of interest is what it is."""
    base = format_cents(line.base)
    if line.capitalised:
        base += f" (dont {format_cents(line.capitalised)} d’intérêts capitalisés)"
    rate = percent_text(line.rate_percent)
    return Explanation(
        figure=f"Intérêts du {short_date(line.first)} au {short_date(line.last)} inclus",
        article=line.article,
        rate=rate,
        calculation=(
            f"{base} × {rate} × {plural(line.days, 'jour')} / {DAYS_IN_YEAR} = "
            f"{format_cents(line.interest)}, arrondi au centime le plus proche"
        ),
        source=line.rate_source,
        certainty=line.certainty,
    )


def explain_base(line: InterestLine, debt: Debt) -> Explanation:
    """Why a row bears interest on this base: the due item, less what had come before its first day."""
    changes = sorted(
        (change for change in debt.changes if change.first_day(debt.due_date) <= line.first),
        key=lambda change: change.day,
    )
    words = format_cents(debt.amount)
    for change in changes:
        sign = "+" if change.amount > 0 else "−"
        words += f" {sign} {format_cents(abs(change.amount))} ({short_date(change.day)})"
    if line.capitalised:
        words += f" + {format_cents(line.capitalised)} (intérêts capitalisés)"
    return Explanation(
        figure=f"Base\u00a0: {format_cents(line.base)}",
        article="C. civ., art. 1343-2" if line.capitalised else "",
        rate="",
        calculation=words if words == format_cents(line.base) else f"{words} = {format_cents(line.base)}",
        source=f"Montant TTC de l’échéance du {short_date(debt.due_date)}, règlements et avoirs déduits.",
    )


def explain_days(line: InterestLine, regime: Nature) -> Explanation:
    """Why these days: when interest runs under the regime, and which days count."""
    return Explanation(
        figure=plural(line.days, "jour"),
        article=_DAYS_ARTICLES[regime],
        rate="",
        calculation=(
            f"du {short_date(line.first)} au {short_date(line.last)}, les deux jours compris\u00a0; "
            f"{line.why}\u00a0; le jour d’un règlement compte "
            "encore sur l’ancienne base"
        ),
        source=f"Année de {DAYS_IN_YEAR} jours, bissextile ou non, comme toutes les formules publiées.",
    )


_DAYS_ARTICLES = {
    Nature.PROFESSIONAL: "C. com., art. L441-10 II et L441-9",
    Nature.CONSUMER: "C. civ., art. 1231-6 et 1344-1",
    Nature.PUBLIC: "CCP, art. L2192-13 et R2192-32",
    Nature.UNSPECIFIED: "",
}


def explain_interest(found: Breakdown) -> Explanation:
    """Why the interest is this sum."""
    parts = [format_cents(line.interest) for line in found.lines]
    articles = dict.fromkeys(line.article for line in found.lines if line.article)
    unsure = any(line.certainty is Certainty.UNCONFIRMED for line in found.lines)
    return Explanation(
        figure="Intérêts de retard",
        article="\u00a0; ".join(articles) or _DAYS_ARTICLES[found.regime],
        rate="",
        calculation=f"{' + '.join(parts) or 'aucune ligne'} = {format_cents(found.interest)}",
        source="Somme des lignes, chacune arrondie au centime\u00a0: aucun texte ne fixe l’arrondi.",
        certainty=Certainty.UNCONFIRMED if unsure else Certainty.CONFIRMED,
    )


def explain_indemnity(found: Breakdown) -> Explanation:
    """Why the fixed indemnity is due, or why it is not."""
    figure = found.fixed_indemnity_figure
    if figure is not None:
        calculation = (
            "une fois par facture payée en retard, quels que soient ses échéances et son solde\u00a0: "
            f"{format_cents(found.fixed_indemnity)}"
        )
        return Explanation(
            _INDEMNITY, _INDEMNITY_ARTICLES[found.regime], "", calculation, figure.source, figure.certainty
        )
    if found.regime is Nature.CONSUMER:
        words = "un particulier ne la doit jamais"
    else:
        words = "aucune échéance de cette facture n’était impayée après sa date, ou le jugement l’interdisait"
    return Explanation(_INDEMNITY, _INDEMNITY_ARTICLES[found.regime], "", f"{words}\u00a0: 0,00\u00a0€", "")


_INDEMNITY = "Indemnité forfaitaire pour frais de recouvrement"
_INDEMNITY_ARTICLES = {
    Nature.PROFESSIONAL: "C. com., art. L441-10 II et D441-5",
    Nature.CONSUMER: "C. com., art. L441-10 II\u00a0; C. conso., art. L121-21",
    Nature.PUBLIC: "CCP, art. L2192-13 et D2192-35",
    Nature.UNSPECIFIED: "",
}


def explain_left_out(days: LeftOut) -> Explanation:
    """Why days bear no interest yet: the rate to enter is named."""
    return Explanation(
        figure=f"Du {short_date(days.first)} au {short_date(days.last)}\u00a0: non compté",
        article="",
        rate="",
        calculation=(
            f"{plural((days.last - days.first).days + 1, 'jour')} sur {format_cents(days.base)} "
            f"laissés de côté\u00a0: {days.message}"
        ),
        source="Un taux n’est jamais supposé\u00a0; saisissez-le dans Outils > Taux légaux.",
    )


def explain_year(year: CapitalisedYear) -> Explanation:
    """Why a year of interest bears interest itself."""
    return Explanation(
        figure=f"Intérêts capitalisés le {short_date(year.last)}",
        article="C. civ., art. 1343-2",
        rate="",
        calculation=(
            f"intérêts d’une année entière, du {short_date(year.first)} au {short_date(year.last)}\u00a0: "
            f"{format_cents(year.amount)} ajoutés à la base dès le lendemain"
        ),
        source="Clause ou jugement enregistré.",
    )


def explain_total(found: Breakdown) -> Explanation:
    """Why this total: what is left to pay, and the charges less what was paid of them."""
    parts = [
        (found.outstanding, "reste dû"),
        (found.interest, "intérêts"),
        (found.fixed_indemnity, "indemnité forfaitaire"),
        (found.further_costs, "frais justifiés au-delà de l’indemnité"),
    ]
    words = " + ".join(f"{format_cents(amount)} ({name})" for amount, name in parts if amount)
    if found.received:
        words += f" − {format_cents(found.received)} ({RECEIVED.lower()})"
    claim = (
        "Le principal est payé\u00a0: intérêts et indemnité restent dus, comme une créance à part."
        if found.is_claim_of_its_own
        else f"Arrêté au {short_date(found.as_of)}."
    )
    return Explanation("Total", "", "", f"{words or 'rien'} = {format_cents(found.total)}", claim)
