"""The semesters of legal rates as the user reads and completes them: status, gaps, rows of his own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.rates import Certainty, LawTables, Rate, Semester, Series
from creances_desktop.domain.text import short_date

HIGHEST_PERCENT = Decimal(30)
"""A semester's rate above is a slip of the pen."""

NOTICE = timedelta(days=31)
"""How long before a semester its rates are asked for: orders appear in the last days of the one before."""


@dataclass(frozen=True, slots=True)
class RateCell:
    """The rate of a series for a semester; `own`: typed by the user; `replaced`: the shipped row then."""

    rate: Rate
    own: bool = False
    replaced: Rate | None = None

    @property
    def status(self) -> str:
        """The French words of the list: who says so and how sure it is."""
        words = self.rate.certainty.label
        if not self.own:
            return words
        differs = self.replaced is not None and self.replaced.percent != self.rate.percent
        return f"Saisi par vous, {words.lower()}" + (", différent du taux livré" if differs else "")


@dataclass(frozen=True, slots=True)
class SemesterRow:
    """A line of the list: a semester and the rates of each series, None where none is known."""

    semester: Semester
    cells: dict[Series, RateCell | None]

    @property
    def is_complete(self) -> bool:
        """Whether the two rates that interest is computed from are known; no company needs the third."""
        return all(self.cells[series] is not None for series in NEEDED)

    @property
    def to_check(self) -> bool:
        """Whether one of its rates is not confirmed."""
        return any(
            cell is not None and cell.rate.certainty is Certainty.UNCONFIRMED for cell in self.cells.values()
        )


@dataclass(frozen=True, slots=True)
class MissingRate:
    """A rate to enter: of a semester that has begun, or of the next one, shortly before it begins."""

    series: Series
    semester: Semester
    has_begun: bool

    @property
    def message(self) -> str:
        """The French words: `taux du 1er semestre 2027 à saisir`, with the series."""
        return f"{self.series.label}\u00a0: taux du {self.semester.label} à saisir"


NEEDED = (Series.ECB_MAIN_REFINANCING, Series.LEGAL_OTHER_CREDITORS)
"""The series that a company's interest is computed from."""


def semester_rows(shipped: Iterable[Rate], own: Iterable[Rate], day: date) -> tuple[SemesterRow, ...]:
    """Every semester from the first known one to that of `day` or the last known one, the latest first.

    A semester without a rate is listed with its gaps. The user's rows replace the shipped ones.
    """
    ours = {(rate.series, rate.semester): rate for rate in shipped}
    theirs = {(rate.series, rate.semester): rate for rate in own}
    known = [semester for _, semester in (*ours, *theirs)]
    semester, last = min([*known, Semester.of(day)]), max([*known, Semester.of(day)])
    rows = []
    while semester <= last:
        cells = {series: _cell(ours, theirs, (series, semester)) for series in Series}
        rows.append(SemesterRow(semester, cells))
        semester = semester.next
    return tuple(reversed(rows))


def _cell(
    ours: dict[tuple[Series, Semester], Rate],
    theirs: dict[tuple[Series, Semester], Rate],
    key: tuple[Series, Semester],
) -> RateCell | None:
    shipped, own = ours.get(key), theirs.get(key)
    if own is not None:
        return RateCell(own, own=True, replaced=shipped)
    return None if shipped is None else RateCell(shipped)


def missing_rates(law: LawTables, day: date) -> tuple[MissingRate, ...]:
    """The rates to enter on a day, oldest first: gaps since the first known semester, and the next one's.

    The next semester is asked for from the last month before it on.
    """
    found = []
    current = Semester.of(day)
    last = current.next if day + NOTICE >= current.next.first_day else current
    for series in NEEDED:
        known = [semester for of, semester in law.rates if of is series]
        semester = min([*known, current])
        while semester <= last:
            if law.rate(series, semester) is None:
                found.append(MissingRate(series, semester, semester <= current))
            semester = semester.next
    return tuple(sorted(found, key=lambda rate: (rate.semester, NEEDED.index(rate.series))))


def own_rate(
    series: Series,
    semester: Semester,
    percent: str,
    source: str,
    in_force_since: date | None,
    *,
    day: date,
    certainty: Certainty = Certainty.CONFIRMED,
    note: str = "",
) -> Rate:
    """The row that a user types, checked: a value from 0 to 30 %, where he read it, and since when it holds.

    InvalidValue beside the field otherwise: `percent`, `source`, `in_force_since` or `semester` (beyond the
    semester after that of `day`).
    """
    if semester > Semester.of(day).next:
        raise InvalidValue(
            "semester",
            f"Le taux du {semester.label} n’est pas encore publié\u00a0; saisissez-le quand il le sera.",
        )
    if not source.strip():
        raise InvalidValue(
            "source", "Indiquez où ce taux a été lu (arrêté, Journal officiel, site de la BCE)."
        )
    if in_force_since is None:
        raise InvalidValue("in_force_since", "Indiquez depuis quel jour ce taux est en vigueur.")
    if in_force_since > semester.first_day:
        raise InvalidValue(
            "in_force_since",
            f"Le taux du {semester.label} est celui en vigueur le {short_date(semester.first_day)}\u00a0; "
            f"un taux en vigueur depuis le {short_date(in_force_since)} ne vaut que plus tard.",
        )
    return Rate(series, semester, _percent(percent), in_force_since, source.strip(), certainty, note.strip())


def caution(rate: Rate, day: date, before: Sequence[Rate] = ()) -> str:
    """What to say before a row is kept, in French; empty when nothing is odd.

    The ECB may still change its rate before the semester begins; a rate far from that of the semester before
    (`before`: the rows known) is often a slip of the pen.
    """
    if rate.series is Series.ECB_MAIN_REFINANCING and day < rate.semester.first_day:
        return (
            f"La BCE peut encore changer son taux avant le {short_date(rate.semester.first_day)}\u00a0; "
            "vérifiez-le ce jour-là."
        )
    last = next(
        (row for row in before if row.series is rate.series and row.semester.next == rate.semester), None
    )
    if last is not None and abs(last.percent - rate.percent) > 3:
        return f"Ce taux s’écarte de plus de 3 points de celui du {last.semester.label}\u00a0; vérifiez-le."
    return ""


def _percent(text: str) -> Decimal:
    bare = "".join(text.split()).removesuffix("%").replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise InvalidValue(
            "percent", f"«\u00a0{text.strip()}\u00a0» n’est pas un taux\u00a0; corrigez-le."
        ) from error
    if not value.is_finite() or not 0 <= value <= HIGHEST_PERCENT:
        raise InvalidValue(
            "percent", f"Un taux est compris entre 0 et {HIGHEST_PERCENT}\u00a0%\u00a0; corrigez-le."
        )
    if value != round(value, 2):
        raise InvalidValue("percent", "Un taux légal a deux décimales au plus\u00a0; corrigez-le.")
    return value
