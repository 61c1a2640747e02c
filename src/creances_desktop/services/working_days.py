"""The public holidays where the company is: the library's, with those of Alsace-Moselle by a setting.

Every day that the program proposes is a working day: `next_working_day(day, 2, holidays=of(store))`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

SETTING = "holidays_region"
_ALSACE_MOSELLE = re.compile(r"\b(?:57|67|68)\d{3}\b")


class Region(StrEnum):
    """Whose public holidays are kept; `BY_ADDRESS`: by the post code of the company."""

    BY_ADDRESS = "by_address"
    FRANCE = "france"
    ALSACE_MOSELLE = "alsace_moselle"

    @property
    def label(self) -> str:
        """The French words shown to the user."""
        return _LABELS[self]


_LABELS = {
    Region.BY_ADDRESS: "Selon l’adresse de la société",
    Region.FRANCE: "Les 11 jours fériés nationaux",
    Region.ALSACE_MOSELLE: "Alsace-Moselle (Vendredi saint et 26 décembre en plus)",
}


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of every year: `day in holidays`, and their French names."""

    alsace_moselle: bool = False

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _of_year(day.year, self.alsace_moselle)

    def names(self, first: date, last: date) -> dict[date, str]:
        """Those from `first` to `last`, both included, with their names, in order."""
        found: dict[date, str] = {}
        for year in range(first.year, last.year + 1):
            found |= _of_year(year, self.alsace_moselle)
        return {day: name for day, name in found.items() if first <= day <= last}


def of(store: Store) -> Holidays:
    """The public holidays of the dossier."""
    with store.reading() as r:
        return within(r)


def within(r: Transaction) -> Holidays:
    """What `of` answers, within a reading or an action under way."""
    region = _region(r)
    if region is not Region.BY_ADDRESS:
        return Holidays(region is Region.ALSACE_MOSELLE)
    return Holidays(_ALSACE_MOSELLE.search(r.company.get().address) is not None)


def region(store: Store) -> Region:
    """The setting."""
    with store.reading() as r:
        return _region(r)


def save_region(store: Store, chosen: Region) -> Changes:
    """Keeps whose public holidays count."""
    with store.transaction() as t:
        before = _region(t)
        t.settings.set(SETTING, chosen.value)
        text = f"Jours fériés\u00a0: {chosen.label[0].lower()}{chosen.label[1:]}"
        if chosen is Region.ALSACE_MOSELLE:
            text = f"Jours fériés\u00a0: {chosen.label}"
        entry = t.journal.append("holidays_region_changed", text, before=before.value, after=chosen.value)
    return changed(Subject.SETTINGS, Subject.CALENDAR, message=f"{text}.", entry_id=entry)


def _region(r: Transaction) -> Region:
    kept = r.settings.get(SETTING, Region.BY_ADDRESS.value)
    return Region(kept) if kept in tuple(Region) else Region.BY_ADDRESS


@lru_cache(maxsize=256)
def _of_year(year: int, alsace_moselle: bool) -> Mapping[date, str]:
    # Slow to import, and needed only where a day is proposed.
    from holidays import country_holidays

    # 57 is Moselle, which has the two more days of Alsace.
    found = country_holidays("FR", "57" if alsace_moselle else None, years=year, language="fr")
    return MappingProxyType({day: found[day] for day in sorted(found)})
