"""Legal rates: what the program ships, completed by the user, never extrapolated."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from creances_desktop.domain.ceilings import Ceilings, ceilings, parse_ceilings
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.rate_rows import (
    MissingRate,
    SemesterRow,
    caution,
    missing_rates,
    own_rate,
    semester_rows,
)
from creances_desktop.domain.rates import (
    Certainty,
    DatedFigure,
    LawTables,
    Rate,
    Semester,
    Series,
    law_tables,
    parse_figures,
    parse_rates,
    percent_text,
)
from creances_desktop.paths import resource
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.law import UserRate
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction


@cache
def shipped() -> tuple[Rate, ...]:
    """The rates that the program ships."""
    return parse_rates(resource("law/rates.csv").read_text(encoding="utf-8"))


@cache
def terms_ceilings() -> Ceilings:
    """The legal ceilings of payment terms that the program ships."""
    return ceilings(parse_ceilings(resource("law/terms.csv").read_text(encoding="utf-8")))


@cache
def _figures() -> tuple[DatedFigure, ...]:
    return parse_figures(resource("law/figures.csv").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def _tables(own: tuple[UserRate, ...]) -> LawTables:
    # One object for the same rates: what the domain made from it is found again.
    return law_tables([*shipped(), *(as_rate(rate) for rate in own)], _figures())


def law(store: Store) -> LawTables:
    """The shipped rates, those of the user in their place, and the legal figures.

    As long as the user's rates do not change, the same object is given.
    """
    with store.reading() as r:
        return law_in(r)


def law_in(t: Transaction) -> LawTables:
    """What `law` gives, within an action under way."""
    return _tables(tuple(t.law.rates()))


def as_rate(rate: UserRate) -> Rate:
    """A rate of the user as the domain reads it.

    An order published after its semester began still holds from the first day of it.
    """
    semester = Semester.parse(rate.semester)
    since = min(rate.published_on or semester.first_day, semester.first_day)
    return Rate(Series(rate.series), semester, Decimal(rate.percent), since, rate.source, Certainty.CONFIRMED)


def rows(store: Store, day: date) -> tuple[SemesterRow, ...]:
    """Every semester with its rates, the latest first: shipped, typed by the user, or missing."""
    return semester_rows(shipped(), own(store), day)


def own(store: Store) -> tuple[Rate, ...]:
    """The rates that the user typed."""
    with store.reading() as r:
        return tuple(as_rate(rate) for rate in r.law.rates())


def missing(store: Store, day: date) -> tuple[MissingRate, ...]:
    """The rates to enter on a day, oldest first; the next semester's from the last month before it on."""
    return missing_rates(law(store), day)


def warning(  # noqa: PLR0917 - the fields of the form, in their order
    store: Store,
    series: Series,
    semester: Semester,
    percent: str,
    source: str,
    published_on: date | None,
    day: date,
) -> str:
    """What to say in French before a rate is kept, empty when nothing is odd; InvalidValue as `add`."""
    rate = _checked(series, semester, percent, source=source, published_on=published_on, day=day)
    return caution(rate, day, tuple(law(store).rates.values()))


def add(  # noqa: PLR0917 - the fields of the form, in their order
    store: Store,
    series: Series,
    semester: Semester,
    percent: str,
    source: str,
    published_on: date | None,
    day: date,
) -> Changes:
    """Keeps a rate that the user read somewhere; it takes the place of the shipped one.

    `percent` as typed (`2,65`); `published_on`: the day of the order, or since when the ECB applies its rate.
    InvalidValue beside `percent`, `source`, `published_on` or `semester` (beyond the one after that of
    `day`).
    """
    rate = _checked(series, semester, percent, source=source, published_on=published_on, day=day)
    kept = UserRate(rate.series.value, str(rate.semester), f"{rate.percent:f}", rate.source, published_on)
    text = f"{series.label}, {semester.label}\u00a0: {percent_text(rate.percent)}"
    with store.transaction() as t:
        before = _find(t, series, semester)
        entry = t.journal.append(
            "rate_saved",
            f"Taux saisi\u00a0: {text}",
            before=None if before is None else asdict(before),
            after=asdict(kept),
        )
        t.law.save_rate(kept, action_id=entry)
    return changed(Subject.SETTINGS, Subject.INVOICES, message=f"{text}\u00a0: enregistré.", entry_id=entry)


def remove(store: Store, series: Series, semester: Semester) -> Changes:
    """Takes a rate of the user away: the shipped one, if there is one, counts again.

    DomainError when the user typed none for that semester.
    """
    text = f"{series.label}, {semester.label}"
    with store.transaction() as t:
        before = _find(t, series, semester)
        if before is None:
            raise DomainError(f"{text}\u00a0: ce taux n’est pas de vous, il ne peut être retiré.")
        t.law.remove_rate(series.value, str(semester))
        entry = t.journal.append("rate_removed", f"Taux retiré\u00a0: {text}", before=asdict(before))
    return changed(Subject.SETTINGS, Subject.INVOICES, message=f"{text}\u00a0: taux retiré.", entry_id=entry)


def _find(t: Transaction, series: Series, semester: Semester) -> UserRate | None:
    key = series.value, str(semester)
    return next((one for one in t.law.rates() if (one.series, one.semester) == key), None)


def _checked(
    series: Series, semester: Semester, percent: str, *, source: str, published_on: date | None, day: date
) -> Rate:
    since = published_on
    if since is not None and series is not Series.ECB_MAIN_REFINANCING:
        since = min(since, semester.first_day)
    try:
        return own_rate(series, semester, percent, source, since, day=day)
    except InvalidValue as error:
        if error.field == "in_force_since":
            raise InvalidValue("published_on", str(error)) from error
        raise
