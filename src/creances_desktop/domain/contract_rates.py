"""The rate of late-payment interest that a contract fixes, as conditions of sale write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.rates import LawTables, Rate, Semester, Series, percent_text
from creances_desktop.domain.text import fold

HIGHEST_PERCENT = 100
"""An annual rate above is a slip of the pen."""


class ContractBase(StrEnum):
    """What the clause starts from."""

    FIXED = "fixed"
    ECB = "ecb"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class ContractRate:
    """A stipulated rate: `value` percent a year, or points above the ECB's rate, or times the legal rate."""

    base: ContractBase
    value: Decimal

    @property
    def label(self) -> str:
        """The clause in French, as `parse_contract_rate` reads it again."""
        value = f"{self.value.normalize():f}".replace(".", ",")
        if self.base is ContractBase.ECB:
            return f"BCE + {value} points"
        if self.base is ContractBase.LEGAL:
            return f"{value} × taux légal"
        return percent_text(self.value)

    def percent(self, semester: Semester, law: LawTables) -> Decimal | None:
        """The rate of that semester in percent; None where the table lacks the rate that it starts from."""
        if self.base is ContractBase.FIXED:
            return self.value
        start = self.starts_from(semester, law)
        if start is None:
            return None
        return start.percent + self.value if self.base is ContractBase.ECB else start.percent * self.value

    def starts_from(self, semester: Semester, law: LawTables) -> Rate | None:
        """The rate that the clause starts from for that semester; None for a fixed rate or a missing one."""
        if self.base is ContractBase.FIXED:
            return None
        ecb = self.base is ContractBase.ECB
        return law.rate(Series.ECB_MAIN_REFINANCING if ecb else Series.LEGAL_OTHER_CREDITORS, semester)


_ECB = re.compile(
    r"(?:taux )?(?:de la )?(?:bce|refi)\s*(?:\+|plus|majore de)\s*(\d+(?:\.\d+)?)(?:\s?points?|\s?%)?"
)
_LEGAL = re.compile(
    r"(\d+(?:\.\d+)?)\s?(?:x|×|\*|fois)?(?: le)?\s?(?:taux )?(?:d.interet )?legal|"
    r"(?:le )?taux (?:d.interet )?legal\s?(?:x|×|\*)\s?(\d+(?:\.\d+)?)"
)
_FIXED = re.compile(r"(\d+(?:\.\d+)?)\s?%?")


@lru_cache(maxsize=256)
def parse_contract_rate(text: str) -> ContractRate | None:
    """The rate of a clause: `12`, `12,5 %`, `BCE + 10`, `3 fois le taux légal`; None for an empty text.

    InvalidValue for anything else or a rate above 100 %.
    """
    bare = fold(text).replace(",", ".").replace("trois fois", "3 fois")
    if not bare:
        return None
    for base, pattern in (
        (ContractBase.FIXED, _FIXED),
        (ContractBase.ECB, _ECB),
        (ContractBase.LEGAL, _LEGAL),
    ):
        found = pattern.fullmatch(bare)
        if found is not None:
            value = Decimal(next(group for group in found.groups() if group))
            if value <= HIGHEST_PERCENT:
                return ContractRate(base, value)
    raise InvalidValue(
        "contract_rate_percent",
        f"«\u00a0{text.strip()}\u00a0» n’est pas un taux de pénalités\u00a0; écrivez par exemple "
        "«\u00a012\u00a0%\u00a0», «\u00a0BCE + 10\u00a0» ou «\u00a03 fois le taux légal\u00a0».",
    )
