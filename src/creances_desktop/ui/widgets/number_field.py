"""Small numbers in forms: days, a rate in percent."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

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
