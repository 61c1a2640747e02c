"""Small numbers in forms: days, a rate in percent."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.contract_rates import ContractBase, parse_contract_rate
from creances_desktop.domain.errors import DomainError
from creances_desktop.ui.widgets.field import Field


class DaysField(Field):
    """A number of days, 0 to `maximum`; empty means that nothing was agreed."""

    def __init__(self, parent: QWidget | None = None, *, required: str = "", maximum: int = 365) -> None:
        super().__init__(parent, required=required)
        self._maximum = maximum
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def _parse(self, text: str) -> int | None:
        bare = text.strip().casefold().removesuffix("jours").removesuffix("j").strip()
        if not bare:
            return None
        if not bare.isdecimal() or int(bare) > self._maximum:
            raise ValueError(f"Indiquez un nombre de jours entre 0 et {self._maximum}.")
        return int(bare)


class CountField(Field):
    """A whole number from `fewest` to `most`, both included."""

    def __init__(
        self, parent: QWidget | None = None, *, required: str = "", fewest: int = 1, most: int = 99
    ) -> None:
        super().__init__(parent, required=required)
        self._fewest, self._most = fewest, most
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def _parse(self, text: str) -> int | None:
        bare = text.strip()
        if not bare:
            return None
        if not bare.isdecimal() or not self._fewest <= int(bare) <= self._most:
            raise ValueError(f"Indiquez un nombre entier, de {self._fewest} à {self._most}.")
        return int(bare)


class PercentField(Field):
    """A rate in percent as decimal text (`12.5`), shown with a comma; 0 to 100."""

    def _parse(self, text: str) -> str | None:
        bare = text.strip().removesuffix("%").strip().replace(",", ".")
        if not bare:
            return None
        try:
            rate = Decimal(bare)
        except InvalidOperation as error:
            raise ValueError("Ce taux n’est pas compris\u00a0: écrivez par exemple 12,5.") from error
        if not 0 <= rate <= 100:
            raise ValueError("Indiquez un taux entre 0 et 100\u00a0%.")
        return bare

    def _format(self, value: str) -> str:
        return value.replace(".", ",")


class OffsetField(Field):
    """A number of days counted from a day: above 0 after it, below 0 before it; at most `most` either way."""

    def __init__(self, parent: QWidget | None = None, *, required: str = "", most: int = 365) -> None:
        super().__init__(parent, required=required)
        self._most = most

    def _parse(self, text: str) -> int | None:
        bare = text.strip().casefold().removesuffix("jours").removesuffix("j").replace("−", "-")
        bare = "".join(bare.split())
        if not bare:
            return None
        if not bare.removeprefix("-").removeprefix("+").isdecimal() or abs(int(bare)) > self._most:
            raise ValueError(f"Indiquez un nombre de jours entre −{self._most} et {self._most}.")
        return int(bare)


class ClauseField(Field):
    """The rate of a clause: `12 %`, `BCE + 10`, `3 fois le taux légal`; a fixed one is kept as `12.5`."""

    def _parse(self, text: str) -> str | None:
        clause = parse_contract_rate(text)
        if clause is None:
            return None
        return f"{clause.value.normalize():f}" if clause.base is ContractBase.FIXED else clause.label

    def _format(self, value: str) -> str:
        try:
            clause = parse_contract_rate(value)
        except DomainError:
            return value
        return "" if clause is None else clause.label
