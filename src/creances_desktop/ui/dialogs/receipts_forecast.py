"""« À encaisser »: what should come in within a month, line by line, each with its reason."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services import receipts_forecast
from creances_desktop.services.receipts_forecast import ExpectedReceipt, ReceiptsForecast
from creances_desktop.ui.dialogs.figure_rows import FigureRowsDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column

RULE = (
    "Une promesse ou une échéance d’échéancier compte à son jour. Une autre facture est attendue le "
    "jour où le client paie d’habitude, ou à son échéance tant que ses habitudes ne sont pas connues. "
    "Ce qui est contesté et ce que doivent des clients en procédure collective ne compte pas\u00a0; "
    "le non imputé est déduit. C’est une prévision, non une certitude."
)
COLUMNS: tuple[Column[ExpectedReceipt], ...] = (
    date_column("day", "Attendu le", lambda one: one.day),
    Column("client", "Client", lambda one: one.client_name, sort_key=lambda one: one.client_name, width=24),
    Column("number", "Facture", lambda one: one.number, sort_key=lambda one: one.number, width=14),
    amount_column("amount", "Montant", lambda one: one.amount, bold=lambda _one: True),
    Column("why", "Pourquoi", lambda one: one.why, tooltip=lambda one: one.why, width=40, stretch=True),
)


class ReceiptsForecastDialog(FigureRowsDialog):
    """The list by day; Enter opens the client.

    Signals:
        client_chosen(int): the user opened this client; the dialog is closed.
    """

    client_chosen = Signal(int)

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> int | None:
        """The client that the user wants to see; None when he only looked."""
        dialog = cls(session, parent)
        chosen: list[int] = []
        dialog.client_chosen.connect(chosen.append)
        dialog.exec()
        dialog.deleteLater()
        return chosen[0] if chosen else None

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        title = f"À encaisser sous {receipts_forecast.DAYS} jours"
        super().__init__("receipts_forecast", title, COLUMNS, RULE, parent, size=(78, 32))
        self.table.setAccessibleName("Règlements attendus")
        self.table.set_empty_message("Rien n’est attendu", "Aucune facture ouverte n’a de jour prévisible.")
        self.open_button = push_button("&Ouvrir le client", self, icon="user", primary=True)
        self.foot.insertWidget(1, self.open_button)
        self.table.activated_row.connect(self._on_opened)
        self.open_button.clicked.connect(lambda: self._on_opened(self.table.current_id()))
        day = session.today()
        self.read(session, lambda store: receipts_forecast.forecast(store, day), self._show)
        self.table.setFocus()

    def _show(self, found: ReceiptsForecast) -> None:
        words = [
            f"Du {short_date(found.first)} au {short_date(found.last)}\u00a0:",
            f"{format_cents(found.total)} attendus.",
        ]
        if found.undated:
            words.append(
                f"{format_cents(found.undated)} sont en retard au-delà des habitudes du client\u00a0:"
            )
            words.append("aucun jour ne peut en être prévu.")
        self.head.setText(" ".join(words))
        self.model.set_rows(found.rows)
        if found.rows:
            self.table.select_id(self.model.id_at(0))
        self.open_button.setEnabled(bool(found.rows))

    @Slot(int)
    def _on_opened(self, row_id: int) -> None:
        row = self.model.row_of(row_id)
        if row is not None:
            self.client_chosen.emit(row.client_id)
            self.accept()
