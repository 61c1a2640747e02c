"""« Ce qui se prescrit d'abord »: the open due items by the last day on which one may still sue."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.text import plural
from creances_desktop.services import limitation
from creances_desktop.services.limitation import ItemLimitation
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.choosing import ChoosingDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

SOON = 183
"""Days before the last useful day from which it is shown as a warning."""


def _tone(item: ItemLimitation) -> Tone:
    left = item.days_left
    if left is None:
        return Tone.NORMAL
    return Tone.DANGER if left <= SOON // 6 else Tone.WARNING if left <= SOON else Tone.NORMAL


def _left(item: ItemLimitation) -> str:
    left = item.days_left
    if left is None:
        return "ne court pas"
    if left < 0:
        return f"passé de {plural(-left, 'jour')}"
    return plural(left, "jour") if left else "aujourd’hui"


COLUMNS: tuple[Column[ItemLimitation], ...] = (
    date_column("last", "Dernier jour utile", lambda item: item.last_day, tone=_tone, width=16),
    Column(
        "left",
        "Il reste",
        _left,
        sort_key=lambda item: -1 if item.days_left is None else item.days_left,
        icon=lambda item: "hourglass" if _tone(item) is not Tone.NORMAL else None,
        tone=_tone,
        width=18,
    ),
    Column("client", "Client", lambda item: item.client_name, width=22, stretch=True),
    Column("number", "Facture", lambda item: item.number, width=14),
    date_column("due", "Échéance", lambda item: item.due_date),
    amount_column("outstanding", "Reste dû", lambda item: item.outstanding, bold=lambda _item: True),
    Column("period", "Délai", lambda item: item.limitation.row.period.label, width=20),
)


class FirstToLapseDialog(ChoosingDialog):
    """The list, the first to lapse on top; Enter opens the invoice."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setWindowTitle("Ce qui se prescrit d’abord")
        self.banner = Banner(self)
        self.lapsed = QCheckBox("Ce qui est &déjà prescrit", self)
        self.table = Table("first_to_lapse", self)
        self.model: ListModel[ItemLimitation] = ListModel(
            COLUMNS, row_id=lambda item: item.due_item_id, parent=self
        )
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Échéances par dernier jour utile")
        self.table.set_empty_message("Rien ici", "Aucune échéance ouverte ne se prescrit dans cette liste.")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self._build()
        self.lapsed.clicked.connect(lambda: self.reload())  # noqa: PLW0108 - drops the bool
        self.table.activated_row.connect(self._on_opened)
        self.table.current_changed.connect(self._on_chosen)
        self.open_button.clicked.connect(lambda: self._on_opened(self.table.current_id()))
        self.reload()
        self.table.setFocus()
        self.resize(fitting(self))

    def reload(self) -> None:
        """Read the list again."""
        store, day, lapsed = self._session.store, self._session.today(), self.lapsed.isChecked()
        self._session.executor.submit(
            lambda _: limitation.first_to_lapse(store, day, lapsed=lapsed),
            self._show,
            lambda error: messages.show_error(error, self, self.banner),
            key="first_to_lapse",
            owner=self,
        )

    def _build(self) -> None:
        note = QLabel(limitation.MISE_EN_DEMEURE_SENTENCE, self)
        note.setProperty("tone", "muted")
        note.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(note, 1)
        head.addWidget(self.lapsed)
        self.open_button = push_button("&Ouvrir la facture", self, icon="receipt-euro", primary=True)
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.open_button)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.sentence)
        layout.addLayout(foot)

    def _show(self, items: list[ItemLimitation]) -> None:
        self.model.set_rows(items)
        if items:
            self.table.select_id(items[0].due_item_id)
        self._on_chosen(self.table.current_id())

    @Slot(int)
    def _on_chosen(self, row_id: int) -> None:
        item = self.model.row_of(row_id)
        self.open_button.setEnabled(item is not None)
        start = "" if item is None else f" Point de départ\u00a0: {item.limitation.start.why}."
        self.sentence.setText("" if item is None else f"{item.number}\u00a0: {item.sentence}{start}")

    @Slot(int)
    def _on_opened(self, row_id: int) -> None:
        item = self.model.row_of(row_id)
        if item is not None:
            self._choose(item.invoice_id)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 60, line * 32)
