"""The printers of the system as a list to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QComboBox, QWidget


class PrinterBox(QComboBox):
    """The printers that the system knows and those with offsets of their own; the data is their name."""

    def __init__(self, known: Iterable[str], none: str, parent: QWidget | None = None) -> None:
        """`known`: printers that were named before, perhaps away now; `none`: the words for no printer."""
        super().__init__(parent)
        self.addItem(none, "")
        present = list(QPrinterInfo.availablePrinterNames())
        for name in present:
            self.addItem(name, name)
        for name in sorted(set(known) - {"", *present}):
            self.addItem(f"{name} (absente)", name)

    def name(self) -> str:
        """The printer chosen, empty for none."""
        return str(self.currentData() or "")

    def choose(self, name: str) -> None:
        """Show this printer."""
        self.setCurrentIndex(max(0, self.findData(name)))
