"""The good payers of a quarter: who paid all that fell due in time, to be thanked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.relations import GoodPayer, quarter_of
from creances_desktop.domain.text import plural
from creances_desktop.services import relations
from creances_desktop.services.relations import IN_TIME_DAYS
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column, number_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

QUARTERS = 5
_ORDINALS = ("premier", "deuxième", "troisième", "quatrième")
COLUMNS: tuple[Column[GoodPayer], ...] = (
    Column("name", "Client", lambda one: one.name, width=26, stretch=True),
    number_column("count", "Factures", lambda one: one.count, width=10),
    amount_column("amount", "Réglé", lambda one: one.amount, bold=lambda _: True),
    number_column(
        "delay", "Délai médian (j)", lambda one: one.median_delay, width=16,
        title_tooltip="Jours après l’échéance\u00a0; négatif\u00a0: avant",
    ),
    date_column("thanked", "Remercié le", lambda one: one.thanked_on),
)  # fmt: skip


class GoodPayersDialog(QDialog):
    """The list, the greatest amounts first; each can be thanked by a letter."""

    def __init__(
        self, session: Session, thank: Callable[[int, str], None], parent: QWidget | None = None
    ) -> None:
        """`thank` writes the letter to a client for a period, in words."""
        super().__init__(parent)
        self._session, self._thank = session, thank
        self.chosen: int | None = None
        self.setWindowTitle("Bons payeurs du trimestre")
        self.banner = Banner(self)
        self.quarter = QComboBox(self)
        for first, last in _quarters(session.today()):
            self.quarter.addItem(quarter_words(first).capitalize(), (first, last))
        self.quarter.setCurrentIndex(1)
        self.table = Table("good_payers", self)
        self.model = ListModel(COLUMNS, row_id=lambda one: one.client_id, parent=self)
        self.count = QLabel(self)
        self._build()
        disable_if_reading(session, self.thank)
        self.quarter.activated.connect(self.reload)
        self.table.activated_row.connect(self._on_opened)
        self.table.selection_changed.connect(self._on_selected)
        self.reload()
        self.table.setFocus()
        self.resize(fitting(self))

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, thank: Callable[[int, str], None]) -> int | None:
        """The client that the user wants to see; None when he only looked or thanked."""
        dialog = cls(session, thank, parent)
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        return chosen

    @Slot()
    def reload(self) -> None:
        """Read the quarter again."""
        store, day = self._session.store, self._session.today()
        first, last = self.quarter.currentData()
        self._session.executor.submit(
            lambda _: relations.good_payers(store, first, last, day),
            self._show,
            lambda error: messages.show_error(error, self, self.banner),
            key="good_payers",
            owner=self,
        )

    def _build(self) -> None:
        rule = QLabel(
            "Tout ce qui échéait dans le trimestre a été réglé, au plus tard "
            f"{plural(IN_TIME_DAYS, 'jour')} après l’échéance\u00a0; rien n’est en litige ni en retard.",
            self,
        )
        rule.setWordWrap(True)
        rule.setProperty("tone", "muted")
        label = QLabel("&Trimestre\u00a0:", self)
        label.setBuddy(self.quarter)
        self.quarter.setAccessibleName("Trimestre")
        head = QHBoxLayout()
        for widget in (label, self.quarter, self.count):
            head.addWidget(widget)
        head.addStretch(1)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Bons payeurs")
        self.table.set_empty_message(
            "Personne ce trimestre", "Choisissez un autre trimestre, ou revenez quand il sera réglé."
        )
        self.thank = push_button("&Remercier par lettre…", self, icon="mail", primary=True)
        self.open_card = push_button("&Voir la fiche", self, icon="user")
        close = push_button("Fermer", self)
        self.thank.clicked.connect(self._on_thank)
        self.open_card.clicked.connect(lambda: self._on_opened(self.table.current_id()))
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.thank, self.open_card, close):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for part in (self.banner, rule):
            layout.addWidget(part)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _show(self, rows: list[GoodPayer]) -> None:
        self.model.set_rows(rows)
        self.count.setText(plural(len(rows), "bon payeur", "bons payeurs"))
        if rows:
            self.table.select_id(rows[0].client_id)
        self._on_selected()

    @Slot()
    def _on_selected(self) -> None:
        for button in (self.thank, self.open_card):
            button.setEnabled(self.model.row_of(self.table.current_id()) is not None)

    @Slot()
    def _on_thank(self) -> None:
        first, _ = self.quarter.currentData()
        self._thank(self.table.current_id(), f"ce {quarter_words(first)}")
        self.reload()

    @Slot(int)
    def _on_opened(self, client_id: int) -> None:
        if self.model.row_of(client_id) is not None:
            self.chosen = client_id
            self.accept()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 46, line * 28)


def quarter_words(first: date) -> str:
    """`troisième trimestre 2026`."""
    return f"{_ORDINALS[(first.month - 1) // 3]} trimestre {first.year}"


def _quarters(today: date) -> list[tuple[date, date]]:
    """The quarter under way and those before it, the latest first."""
    found = []
    day = today
    for _ in range(QUARTERS):
        first, last = quarter_of(day)
        found.append((first, last))
        day = date.fromordinal(first.toordinal() - 1)
    return found
