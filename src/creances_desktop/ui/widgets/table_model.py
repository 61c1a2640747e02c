"""The item models of lists: one for lists that can grow without bound, one for short lists.

Both know rows by an integer id, so that a selection survives a reload and ticks survive a sort.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from creances_desktop.ui import icons
from creances_desktop.ui.theme import Tone, colour
from creances_desktop.ui.widgets.columns import Column

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole

PAGE_ROWS = 200
PAGES_KEPT = 50
ID_ROLE = int(ItemRole.UserRole)
_ROOT = QModelIndex()


class TableModel(QAbstractTableModel, Generic[Row]):
    """What both models share: declared columns, ids, ticks.

    Signals:
        ticks_changed(): rows were ticked or unticked.
        rows_replaced(): other rows are shown, or the same in another order.
    """

    ticks_changed = Signal()
    rows_replaced = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        checkable: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._ids: array[int] = array("q")
        self._ticked: set[int] = set()
        self._checkable = checkable

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The declared columns."""
        return self._columns

    @property
    def checkable(self) -> bool:
        """True when rows bear a tick in their first column."""
        return self._checkable

    @property
    def ids(self) -> array[int]:
        """The ids of the rows in the order shown; not to be changed by the caller."""
        return self._ids

    def row_at(self, position: int) -> Row | None:
        """The row at this position; None when it vanished since its id was read."""
        return None

    def id_at(self, position: int) -> int:
        """The id at this position; IndexError outside the list."""
        return self._ids[position]

    def position_of(self, row_id: int) -> int:
        """The position of the row with this id, -1 when it is not shown."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def column_index(self, column_id: str) -> int:
        """The position of the declared column with this id; KeyError when there is none."""
        for position, column in enumerate(self._columns):
            if column.id == column_id:
                return position
        raise KeyError(column_id)

    def ticked(self) -> tuple[int, ...]:
        """The ids of the ticked rows, in the order shown."""
        return tuple(row_id for row_id in self._ids if row_id in self._ticked) if self._ticked else ()

    def is_ticked(self, row_id: int) -> bool:
        """True when this row is ticked."""
        return row_id in self._ticked

    def set_ticked(self, row_ids: Iterable[int], ticked: bool) -> None:
        """Tick or untick these rows; ids that are not shown are ignored later by `ticked`."""
        changed = set(row_ids) - self._ticked if ticked else set(row_ids) & self._ticked
        if not changed:
            return
        self._ticked = self._ticked | changed if ticked else self._ticked - changed
        if self._ids:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._ids) - 1, 0), [ItemRole.CheckStateRole]
            )
        self.ticks_changed.emit()

    def refresh(self) -> None:
        """Let every visible cell be read again: after a change of theme or of data behind the same ids."""
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _replace_ids(self, ids: Iterable[int]) -> None:
        self.beginResetModel()
        self._ids = ids if isinstance(ids, array) else array("q", ids)
        if self._ticked:
            self._ticked &= set(self._ids)
        self.endResetModel()
        self.rows_replaced.emit()

    def _value(self, column: Column[Row], row: Row, role: int) -> Any:  # noqa: PLR0911 - a Qt variant
        match role:
            case ItemRole.DisplayRole:
                return column.text(row)
            case ItemRole.TextAlignmentRole:
                return column.align | Qt.AlignmentFlag.AlignVCenter
            case ItemRole.ForegroundRole:
                tone = column.tone(row) if column.tone else Tone.NORMAL
                return None if tone is Tone.NORMAL else colour(tone)
            case ItemRole.DecorationRole:
                name = column.icon(row) if column.icon else None
                return icons.icon(name, column.tone(row) if column.tone else Tone.NORMAL) if name else None
            case ItemRole.ToolTipRole:
                return column.tooltip(row) if column.tooltip else None
            case ItemRole.FontRole if column.bold is not None and column.bold(row):
                return _semibold()
        return None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        position = index.row()
        if role == ID_ROLE:
            return self._ids[position]
        if role == ItemRole.CheckStateRole:
            if not self._checkable or index.column() != 0:
                return None
            ticked = self._ids[position] in self._ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        row = self.row_at(position)
        return None if row is None else self._value(self._columns[index.column()], row, role)

    def setData(self, index: Index, value: Any, role: int = ItemRole.EditRole) -> bool:
        if role != ItemRole.CheckStateRole or not self._checkable or index.column() != 0:
            return False
        self.set_ticked([self._ids[index.row()]], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if self._checkable and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        match role:
            case ItemRole.DisplayRole:
                return column.title
            case ItemRole.TextAlignmentRole:
                return column.align | Qt.AlignmentFlag.AlignVCenter
            case ItemRole.ToolTipRole:
                return column.title_tooltip or None
        return None


class PagedModel(TableModel[Row]):
    """A list that can grow: all ids in an array, rows loaded by pages of 200 when they are looked at.

    SQL sorts and filters: `sort` only tells the page, by `on_sort(column_id, descending)`, which answers
    with `set_ids`.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        load: Callable[[list[int]], list[Row]],
        row_id: Callable[[Row], int],
        *,
        on_sort: Callable[[str, bool], None] | None = None,
        checkable: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """`load` gives the rows of at most 200 ids, in any order; rows that vanished are left out."""
        super().__init__(columns, checkable=checkable, parent=parent)
        self._load = load
        self._row_id = row_id
        self._on_sort = on_sort
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()

    def set_ids(self, ids: Iterable[int]) -> None:
        """Show these rows in this order; what was loaded is forgotten, for it may have changed."""
        self._pages.clear()
        self._replace_ids(ids)

    def reload(self) -> None:
        """Read again the rows behind the same ids."""
        self._pages.clear()
        self.refresh()

    def row_at(self, position: int) -> Row | None:
        """The row at this position, loaded with its page if needed; None when it vanished meanwhile."""
        number, offset = divmod(position, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._read_page(number)
        else:
            self._pages.move_to_end(number)
        return page[offset]

    def _read_page(self, number: int) -> list[Row | None]:
        ids = self._ids[number * PAGE_ROWS : (number + 1) * PAGE_ROWS].tolist()
        known = {self._row_id(row): row for row in self._load(ids)}
        page = [known.get(row_id) for row_id in ids]
        self._pages[number] = page
        if len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if self._on_sort is not None and 0 <= column < len(self._columns):
            self._on_sort(self._columns[column].id, order == Qt.SortOrder.DescendingOrder)

    def match(
        self,
        start: Index,
        role: int,
        value: Any,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchWrap,
    ) -> list[QModelIndex]:
        """Nothing: looking through a long list would load all of it; the search field asks SQL."""
        return []


class ListModel(TableModel[Row]):
    """A short list, wholly in memory, sorted by the declared keys (int or str)."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        rows: Iterable[Row] = (),
        *,
        row_id: Callable[[Row], int] | None = None,
        checkable: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """Without `row_id`, a row is known by its place among the rows given."""
        super().__init__(columns, checkable=checkable, parent=parent)
        self._row_id = row_id
        self._rows: dict[int, Row] = {}
        self._sorted_by: tuple[int, bool] | None = None
        self.set_rows(rows)

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show these rows, in the order the user chose or else as given."""
        numbered = enumerate(rows)
        self._rows = {self._row_id(row) if self._row_id else place: row for place, row in numbered}
        self._replace_ids(self._order())

    @property
    def rows(self) -> list[Row]:
        """The rows in the order shown."""
        return [self._rows[row_id] for row_id in self._ids]

    def row_at(self, position: int) -> Row | None:
        """The row at this position; IndexError outside the list."""
        return self._rows[self._ids[position]]

    def row_of(self, row_id: int) -> Row | None:
        """The row with this id, None when there is none."""
        return self._rows.get(row_id)

    def _order(self) -> array[int]:
        order = list(self._rows)
        if self._sorted_by is not None:
            position, descending = self._sorted_by
            column = self._columns[position]
            key = column.sort_key or column.text
            order.sort(key=lambda row_id: _checked(key(self._rows[row_id])), reverse=descending)
        return array("q", order)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (
            (column, order == Qt.SortOrder.DescendingOrder) if 0 <= column < len(self._columns) else None
        )
        self._replace_ids(self._order())


def _checked(key: object) -> Any:
    """The same key; TypeError for anything that Qt or Python would sort otherwise than the user reads it."""
    if isinstance(key, int | str):
        return key
    raise TypeError(f"a sort key is an int or a str, not {type(key).__name__}")


def _semibold() -> QFont:
    """Only the weight: the view resolves the family and the size."""
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font
