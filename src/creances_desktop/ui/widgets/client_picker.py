"""A client, found by typing a few letters of his name, code or city."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from creances_desktop.domain.clients import Client
from creances_desktop.ui.widgets.field import Field

LETTERS = 2
"""From this many letters on, clients are proposed."""
ROWS = 8


class ClientPicker(Field):
    """A field whose value is a client; below it the first clients that match what is typed.

    Up and Down move in the proposals, Enter and Tab take the one marked, Esc closes them. A code
    typed in full, or words that only one client has, need no choice.
    """

    def __init__(
        self, search: Callable[[str], list[Client]], parent: QWidget | None = None, *, required: str = ""
    ) -> None:
        """`search` gives the first clients that contain every word of a text."""
        super().__init__(parent, required=required)
        self._search = search
        self._client: Client | None = None
        self._found: tuple[str, list[Client]] = ("", [])
        self._list: QListView | None = None
        self.setPlaceholderText("Tapez les premières lettres du nom, du code ou de la ville")
        self.textEdited.connect(self._on_typed)

    def client(self) -> Client | None:
        """The client chosen, None while what is typed means none."""
        value = self.value()
        return value if isinstance(value, Client) else None

    def choose(self, code: str) -> None:
        """Take the client of this code, as if the user had; nothing when there is none any more."""
        found = [one for one in self._search(code) if one.code == code]
        if found:
            self._found = (code, found)
            self._take(0)

    def proposals(self) -> list[str]:
        """The proposals on the screen, empty when there are none."""
        if self._list is None or not self._list.isVisible():
            return []
        return [_label(client) for client in self._found[1]]

    def _parse(self, text: str) -> Client | None:
        bare = text.strip()
        if not bare:
            return None
        if self._client is not None and bare == _label(self._client):
            return self._client
        found = self._matching(bare)
        exact = [one for one in found if bare.casefold() in (one.code.casefold(), one.name.casefold())]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if found:
            raise ValueError("Plusieurs clients correspondent\u00a0: choisissez dans la liste.")
        raise ValueError(
            f"Aucun client ne correspond à «\u00a0{bare[:40]}\u00a0»\u00a0: corrigez, ou créez-le d’abord."
        )

    def _format(self, value: Client) -> str:
        self._client = value
        return _label(value)

    def _matching(self, text: str) -> list[Client]:
        if self._found[0] != text:
            self._found = (text, self._search(text))
        return self._found[1]

    def _take(self, row: int) -> None:
        client = self._found[1][row]
        self.setText(self._format(client))
        self.setModified(True)
        self._hide()
        self._set_error("")
        self.value_edited.emit(client)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        bare = text.strip()
        found = self._matching(bare) if len(bare) >= LETTERS else []
        if bare and self.client() is None:
            # What one letter more said of a single client holds no longer.
            self.value_edited.emit(None)
        if found:
            self._show(found)
        else:
            self._hide()

    def _show(self, found: list[Client]) -> None:
        if self._list is None:
            self._list = self._made_list()
        self._list.setModel(QStringListModel([_label(one) for one in found], self._list))
        self._list.setCurrentIndex(self._list.model().index(0, 0))
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 1))
        height = self._list.sizeHintForRow(0) * min(len(found), ROWS) + 4
        wanted = max(self.width(), self._list.sizeHintForColumn(0) + self.fontMetrics().height())
        width = max(self.width(), min(wanted, self.window().width() - corner.x() - 4))
        self._list.setGeometry(corner.x(), corner.y(), width, height)
        self._list.raise_()
        self._list.show()

    def _made_list(self) -> QListView:
        # Inside the dialog rather than a window of its own: it never steals the focus from the field.
        shown = QListView(self.window())
        shown.setAccessibleName("Clients proposés")
        shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shown.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.setProperty("popup", True)
        shown.clicked.connect(self._on_clicked)
        return shown

    def _hide(self) -> None:
        if self._list is not None:
            self._list.hide()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _move(self, step: int) -> None:
        if self._list is not None:
            model = self._list.model()
            row = min(max(self._list.currentIndex().row() + step, 0), model.rowCount() - 1)
            self._list.setCurrentIndex(model.index(row, 0))

    def _take_marked(self) -> bool:
        if self._list is None or not self._list.isVisible():
            return False
        self._take(max(self._list.currentIndex().row(), 0))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self._list is not None and self._list.isVisible()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._take_marked():
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and shown:
            self._hide()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and shown:
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Down:
            self._on_typed(self.text())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        if next:
            self._take_marked()
        return super().focusNextPrevChild(next)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hide()
        super().focusOutEvent(event)


def _label(client: Client) -> str:
    city = f", {client.address.city}" if client.address.city else ""
    return f"{client.name} ({client.code}{city})"
