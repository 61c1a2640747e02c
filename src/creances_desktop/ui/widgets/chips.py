"""Filters as a row of chips, or more rows where it is narrow."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QSizePolicy, QWidget

from creances_desktop.domain.text import plural
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.flow import FlowLayout


class Chips(QWidget):
    """A row of filters that are on or off; one at a time when `exclusive`, and then possibly none.

    Signals:
        chosen_changed(tuple): the user changed the filters; the ids of those that are on, in the order shown.
    """

    chosen_changed = Signal(tuple)

    def __init__(
        self,
        chips: Iterable[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        exclusive: bool = False,
        name: str = "Filtres",
    ) -> None:
        """`chips` are ids and French labels; `name` is what a screen reader calls the row."""
        super().__init__(parent)
        self._exclusive = exclusive
        self._labels = dict(chips)
        self._buttons: dict[str, QPushButton] = {}
        self.setAccessibleName(name)
        group = QButtonGroup(self)
        group.setExclusive(False)
        group.buttonClicked.connect(self._on_clicked)
        layout = FlowLayout(self, 6)
        for chip_id, label in self._labels.items():
            button = SideButton(label, self)
            button.setCheckable(True)
            button.setProperty("chip", True)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(label)
            button.setToolTip(f"Filtrer\u00a0: {label.lower()}")
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[chip_id] = button

    def chosen(self) -> tuple[str, ...]:
        """The ids of the filters that are on, in the order shown."""
        return tuple(chip_id for chip_id, button in self._buttons.items() if button.isChecked())

    def set_chosen(self, chip_ids: Iterable[str]) -> None:
        """Turn these filters on and the others off, without a signal."""
        wanted = set(chip_ids)
        for chip_id, button in self._buttons.items():
            button.setChecked(chip_id in wanted)

    def set_count(self, chip_id: str, count: int | None) -> None:
        """Show how many rows the filter would keep; None shows no number."""
        label = self._labels[chip_id]
        button = self._buttons[chip_id]
        button.setText(label if count is None else f"{label}\u00a0({count})")
        button.setAccessibleName(label if count is None else f"{label}, {plural(count, 'ligne')}")

    def set_offered(self, chip_id: str, *, offered: bool) -> None:
        """Show this filter or not; one that is on stays in sight."""
        button = self._buttons[chip_id]
        button.setVisible(offered or button.isChecked())

    @Slot()
    def clear(self) -> None:
        """Turn all filters off, with a signal if one was on."""
        if self.chosen():
            self.set_chosen(())
            self.chosen_changed.emit(())

    @Slot(QAbstractButton)
    def _on_clicked(self, clicked: QAbstractButton) -> None:
        if self._exclusive and clicked.isChecked():
            for button in self._buttons.values():
                button.setChecked(button is clicked)
        self.chosen_changed.emit(self.chosen())
