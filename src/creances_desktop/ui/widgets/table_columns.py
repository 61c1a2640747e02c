"""How the user arranged the columns of a table: order, width, visibility, sort; remembered by column id.

Qt's own saved state is a blob by position: a new column in a new version shifts it, and a state saved while
a column was hidden brings it back with no width. Here each column is found by its id, in widths of
characters, so that a zoom or a new version leaves the rest alone; what cannot be understood is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QMenu

from creances_desktop.ui.preferences import preferences
from creances_desktop.ui.widgets.columns import Column

if TYPE_CHECKING:
    from creances_desktop.ui.widgets.table import Table

MINIMUM_WIDTH = 3
"""Characters: a column narrower than that could not be found again."""
CELL_PADDING = 5
"""Pixels left and right of what a cell shows."""
SAVE_AFTER_MS = 400


class ColumnArrangement(QObject):
    """Gives the header its menu, and keeps what the user made of the columns."""

    def __init__(self, table: Table, name: str, settings: QSettings | None) -> None:
        super().__init__(table)
        self._table = table
        self._key = f"tables/{name}"
        self._settings = settings if settings is not None else preferences()
        self._columns: tuple[Column[Any], ...] = ()
        self._widths: dict[str, float] = {}
        self._stretched = True
        self._arranging = False
        self._save_later = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._save_later.timeout.connect(self.save)
        header = table.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu_requested)
        header.sectionClicked.connect(self._on_section_clicked)
        header.sectionResized.connect(self._on_section_resized)
        header.sectionMoved.connect(self._on_section_moved)
        table.viewport().installEventFilter(self)

    @property
    def _header(self) -> QHeaderView:
        return self._table.horizontalHeader()

    def attach(self, columns: Sequence[Column[Any]]) -> None:
        """Arrange these columns as remembered, or as declared."""
        self._columns = tuple(columns)
        self._restore(self._read())

    def visible_sections(self) -> list[int]:
        """The declared positions of the visible columns, from left to right."""
        header = self._header
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [section for section in order if not header.isSectionHidden(section)]

    def set_visible(self, column_id: str, visible: bool) -> None:
        """Show or hide this column; the last visible one stays."""
        section = self._section(column_id)
        if section is None or (not visible and self.visible_sections() == [section]):
            return
        self._arranging = True  # showing a section announces Qt's width for it, not the user's
        self._header.setSectionHidden(section, not visible)
        self._apply_widths()
        self.save()

    def sort_by(self, column_id: str, *, descending: bool = False) -> None:
        """Sort by this column, as a click on its head does."""
        section = self._section(column_id)
        if section is None or not self._columns[section].sortable:
            return
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicatorShown(True)
        self._header.setSortIndicator(section, order)
        self._table.rows_model().sort(section, order)
        self.save()

    def sorted_by(self) -> tuple[str, bool] | None:
        """The id of the column sorted by and whether descending; None when the list has its own order."""
        header = self._header
        section = header.sortIndicatorSection()
        if not header.isSortIndicatorShown() or not 0 <= section < len(self._columns):
            return None
        return self._columns[section].id, header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder

    def menu(self) -> QMenu:
        """The menu of the header: one line per column, then the way back to the declared arrangement."""
        menu = QMenu(self._table)
        menu.setToolTipsVisible(True)
        visible = set(self.visible_sections())
        for section, column in enumerate(self._columns):
            action = menu.addAction(column.title or column.id)
            action.setCheckable(True)
            action.setChecked(section in visible)
            action.setEnabled(visible != {section})
            action.setData(column.id)
        menu.addSeparator()
        reset = menu.addAction("&Rétablir les colonnes")
        reset.setToolTip("Remettre l’ordre, les largeurs et les colonnes d’origine")
        reset.triggered.connect(lambda: self.reset())  # noqa: PLW0108 - drops the bool
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    @Slot()
    def reset(self) -> None:
        """Arrange the columns as they were declared, and forget the user's arrangement."""
        self._settings.remove(self._key)
        self._restore({})

    @Slot()
    def rescale(self) -> None:
        """Take the widths again after the size of the text changed."""
        self._apply_widths()

    @Slot()
    def save(self) -> None:
        """Remember the arrangement now."""
        self._save_later.stop()
        header = self._header
        if not self._columns or header.count() != len(self._columns):
            return
        state = {
            "order": [self._columns[header.logicalIndex(place)].id for place in range(header.count())],
            "hidden": [
                column.id for section, column in enumerate(self._columns) if header.isSectionHidden(section)
            ],
            "known": [column.id for column in self._columns],
            "widths": self._widths,
            "stretched": self._stretched,
            "sort": self.sorted_by(),
        }
        self._settings.setValue(self._key, json.dumps(state))

    def _read(self) -> dict[str, Any]:
        """What was remembered; empty when there is nothing, or nothing that can be understood."""
        try:
            state = json.loads(str(self._settings.value(self._key, "{}")))
        except ValueError:
            return {}
        return state if isinstance(state, dict) else {}

    def _restore(self, state: dict[str, Any]) -> None:
        self._arranging = True
        try:
            self._restore_widths(state)
            self._restore_order([each for each in _list(state, "order") if self._section(each) is not None])
            known, hidden = set(_list(state, "known")), set(_list(state, "hidden"))
            for section, column in enumerate(self._columns):
                wanted_hidden = column.id in hidden if column.id in known else column.hidden
                self._header.setSectionHidden(section, wanted_hidden)
            if not self.visible_sections() and self._columns:
                self._header.setSectionHidden(0, False)
            self._restore_sort(state.get("sort"))
        finally:
            self._arranging = False
        self._apply_widths()

    def _restore_widths(self, state: dict[str, Any]) -> None:
        saved = state.get("widths")
        saved = saved if isinstance(saved, dict) else {}
        self._widths = {}
        for column in self._columns:
            width = saved.get(column.id, column.width)
            sound = isinstance(width, int | float) and MINIMUM_WIDTH <= width <= 400
            declared = max(column.width, len(column.title) + 1)
            self._widths[column.id] = float(width) if sound and column.id in saved else float(declared)
        self._stretched = state.get("stretched") is not False

    def _restore_order(self, order: list[str]) -> None:
        """Put known columns in the remembered order; a new column stays behind its declared neighbour."""
        for section, column in enumerate(self._columns):
            if column.id not in order:
                before = [each.id for each in self._columns[:section] if each.id in order]
                order.insert(order.index(before[-1]) + 1 if before else 0, column.id)
        for place, column_id in enumerate(order):
            section_or_none = self._section(column_id)
            if section_or_none is not None:
                self._header.moveSection(self._header.visualIndex(section_or_none), place)

    def _restore_sort(self, sort: object) -> None:
        self._header.setSortIndicatorShown(False)
        if isinstance(sort, list | tuple) and len(sort) == 2:  # noqa: SIM102 - two different questions
            if (section := self._section(str(sort[0]))) is not None and self._columns[section].sortable:
                order = Qt.SortOrder.DescendingOrder if sort[1] else Qt.SortOrder.AscendingOrder
                self._header.setSortIndicatorShown(True)
                self._header.setSortIndicator(section, order)
                self._table.rows_model().sort(section, order)

    def _section(self, column_id: str) -> int | None:
        for section, column in enumerate(self._columns):
            if column.id == column_id:
                return section
        return None

    def _character(self) -> float:
        """The width of a figure, in pixels."""
        return max(1.0, float(self._table.fontMetrics().horizontalAdvance("0")))

    def _margin(self, section: int) -> int:
        """What a cell needs beside its text, in pixels: its padding, its tick, its icon."""
        line = self._table.fontMetrics().height()
        ticked = section == 0 and self._table.rows_model().checkable
        signed = self._columns[section].icon is not None
        return 2 * CELL_PADDING + 6 + (line if ticked else 0) + (line + 4 if signed else 0)

    def _apply_widths(self) -> None:
        """Give each column its width in pixels, and what is left over to the one that stretches."""
        if not self._columns or self._header.count() != len(self._columns):
            return
        self._arranging = True
        try:
            unit = self._character()
            self._header.setMinimumSectionSize(int(unit * MINIMUM_WIDTH))
            pixels = {
                each: round(self._widths[self._columns[each].id] * unit) + self._margin(each)
                for each in self.visible_sections()
            }
            stretch = next((each for each in pixels if self._columns[each].stretch), None)
            if stretch is not None and self._stretched:
                left = self._table.viewport().width() - sum(pixels.values()) + pixels[stretch]
                pixels[stretch] = max(
                    round(self._columns[stretch].width * unit) + self._margin(stretch), left
                )
            for section, width in pixels.items():
                self._header.resizeSection(section, width)
        finally:
            self._arranging = False

    @Slot(int, int, int)
    def _on_section_resized(self, section: int, _old: int, new: int) -> None:
        if self._arranging or not 0 <= section < len(self._columns) or new == 0:
            return
        column = self._columns[section]
        self._widths[column.id] = round((new - self._margin(section)) / self._character(), 2)
        if column.stretch:
            self._stretched = False
        self._save_later.start()

    @Slot(int, int, int)
    def _on_section_moved(self, _section: int, _old: int, _new: int) -> None:
        if not self._arranging:
            self._save_later.start()

    @Slot(int)
    def _on_section_clicked(self, section: int) -> None:
        column = self._columns[section]
        current = self.sorted_by()
        self.sort_by(column.id, descending=current is not None and current == (column.id, False))

    @Slot(QPoint)
    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._header.mapToGlobal(position))

    @Slot(object)
    def _on_menu_triggered(self, action: Any) -> None:
        if action.data() is not None:
            self.set_visible(str(action.data()), action.isChecked())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._apply_widths()
        return super().eventFilter(watched, event)


def _list(state: dict[str, Any], key: str) -> list[str]:
    """The strings of a remembered list, without doubles."""
    value = state.get(key)
    return (
        list(dict.fromkeys(each for each in value if isinstance(each, str)))
        if isinstance(value, list)
        else []
    )
