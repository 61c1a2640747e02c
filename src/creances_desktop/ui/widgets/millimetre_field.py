"""Lengths in forms: shown in millimetres with a comma, kept in tenths."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QWidget

from creances_desktop.ui.widgets.field import Field


class MillimetreField(Field):
    """A length from −`most` to `most` tenths of a millimetre; empty is zero."""

    def __init__(self, parent: QWidget | None = None, *, most: int) -> None:
        super().__init__(parent)
        self._most = most

    def _parse(self, text: str) -> int | None:
        bare = "".join(text.split()).casefold().removesuffix("mm").replace(",", ".").replace("−", "-")
        if not bare:
            return 0
        try:
            tenths = Decimal(bare) * 10
        except InvalidOperation as error:
            raise ValueError("Cette longueur n’est pas comprise\u00a0: écrivez par exemple 1,5.") from error
        if tenths != int(tenths) or abs(tenths) > self._most:
            raise ValueError(f"De −{self._most // 10} à {self._most // 10}\u00a0mm, au dixième près.")
        return int(tenths)

    def _format(self, value: int) -> str:
        return millimetres(value)


def millimetres(tenths: int) -> str:
    """`-15` as `−1,5`."""
    whole, part = divmod(abs(tenths), 10)
    return f"{'−' if tenths < 0 else ''}{whole},{part}"
