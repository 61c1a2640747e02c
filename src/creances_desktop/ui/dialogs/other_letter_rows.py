"""What a letter outside the plan is about: the invoices or the payments of the client, ticked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.other_letters import Subject
from creances_desktop.services.other_letters import Choice, StoredInvoice, payment_mode
from creances_desktop.services.payments import StoredPayment
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

_OPEN_ONLY = (Subject.OPEN_INVOICES, Subject.MAYBE_INVOICES)
_LINES_SHOWN = 6
_TITLES = {
    Subject.PAYMENTS: "Règlements reçus",
    Subject.OVERDUE_INVOICES: "Factures échues et impayées",
    Subject.OPEN_INVOICES: "Factures qui restent dues",
    Subject.MAYBE_INVOICES: "Factures concernées, s’il y en a",
}


class SubjectLists(QWidget):
    """One list at a time, with a title that says what to tick.

    Signals:
        choice_changed(): what is ticked changed.
    """

    choice_changed = Signal()

    def __init__(self, choice: Choice, invoice_ids: Iterable[int], parent: QWidget | None = None) -> None:
        """`invoice_ids` are ticked from the start; without any, those overdue, or else those open."""
        super().__init__(parent)
        self._choice = choice
        self.title = QLabel(self)
        self.title.setProperty("heading", True)
        self.invoices = Table("other_letter_invoices", self)
        self.invoice_model: ListModel[StoredInvoice] = ListModel(
            _invoice_columns(choice), row_id=lambda one: one.id, checkable=True, parent=self
        )
        self.payments = Table("other_letter_payments", self)
        self.payment_model: ListModel[StoredPayment] = ListModel(
            _payment_columns(), choice.payments, row_id=lambda one: one.id, checkable=True, parent=self
        )
        self.invoices.set_rows_model(self.invoice_model)
        self.invoices.setAccessibleName("Factures de la lettre")
        self.invoices.set_empty_message("Ce client ne doit rien.", "Aucune facture ne reste à régler.")
        self.payments.set_rows_model(self.payment_model)
        self.payments.setAccessibleName("Règlements de la lettre")
        self.payments.set_empty_message(
            "Aucun règlement reçu de ce client.",
            "Enregistrez-le d’abord\u00a0: un reçu nomme ce qui est reçu.",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        for widget in (self.title, self.invoices, self.payments):
            layout.addWidget(widget)
        for table in (self.invoices, self.payments):
            table.setFixedHeight(self.fontMetrics().height() * 2 * _LINES_SHOWN)
        wanted = set(invoice_ids)
        self._ticked = wanted or set(choice.overdue or choice.outstanding)
        self.payment_model.set_ticked([one.id for one in choice.payments[:1]], ticked=True)
        self.invoice_model.ticks_changed.connect(self._on_invoices_ticked)
        self.payment_model.ticks_changed.connect(self.choice_changed)

    def invoice_ids(self) -> tuple[int, ...]:
        """The invoices ticked, in the order shown."""
        return self.invoice_model.ticked()

    def payment_ids(self) -> tuple[int, ...]:
        """The payments ticked, in the order shown."""
        return self.payment_model.ticked()

    def show_for(self, subject: Subject) -> None:
        """Show the list that this letter needs, or none."""
        self.setVisible(subject is not Subject.ACCOUNT)
        self.invoices.setVisible(subject is not Subject.PAYMENTS)
        self.payments.setVisible(subject is Subject.PAYMENTS)
        self.title.setText(_TITLES.get(subject, "Factures"))
        known = self._choice.invoices
        if subject is Subject.OVERDUE_INVOICES:
            known = tuple(one for one in known if one.id in self._choice.overdue)
        elif subject in _OPEN_ONLY:
            known = tuple(one for one in known if one.id in self._choice.outstanding)
        kept = self._ticked
        self.invoice_model.set_rows(known)
        self.invoice_model.set_ticked([one.id for one in known], ticked=False)
        self.invoice_model.set_ticked([one.id for one in known if one.id in kept], ticked=True)
        self._ticked = kept

    def _on_invoices_ticked(self) -> None:
        shown = {one.id for one in self.invoice_model.rows}
        self._ticked = (self._ticked - shown) | set(self.invoice_model.ticked())
        self.choice_changed.emit()


def _invoice_columns(choice: Choice) -> list[Column[StoredInvoice]]:
    return [
        Column("number", "Facture", lambda one: one.number, width=14, stretch=True),
        date_column("date", "Du", lambda one: one.issue_date),
        amount_column("gross", "TTC", lambda one: one.gross, width=12),
        amount_column("outstanding", "Reste dû", lambda one: choice.outstanding.get(one.id), width=12),
    ]


def _payment_columns() -> list[Column[StoredPayment]]:
    return [
        date_column("date", "Reçu le", lambda one: one.bank_date),
        Column("mode", "Mode", lambda one: payment_mode(one.mode), width=12),
        Column("reference", "Référence", lambda one: one.reference, width=12, stretch=True),
        amount_column("amount", "Montant", lambda one: one.amount, width=12),
    ]
