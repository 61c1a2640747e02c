"""The payments of a client: what each left over, and what became of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from creances_desktop.domain.payments import PaymentMode
from creances_desktop.services import clients, payments
from creances_desktop.services.changes import Changes
from creances_desktop.services.payments import StoredPayment
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.cancellation import CancelPaymentDialog
from creances_desktop.ui.dialogs.payment import RestDialog
from creances_desktop.ui.dialogs.payment_outcomes import RefundDialog, ReturnedPaymentDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


def _mode(one: StoredPayment) -> str:
    return PaymentMode(one.mode).label if one.mode in set(PaymentMode) else ""


COLUMNS: tuple[Column[StoredPayment], ...] = (
    date_column("day", "Date", lambda one: one.bank_date),
    Column("mode", "Mode", _mode, width=16),
    Column("reference", "Référence", lambda one: one.reference or one.label, width=20, stretch=True),
    amount_column("amount", "Montant", lambda one: one.amount),
    amount_column(
        "left", "Non imputé", lambda one: one.unallocated or None, bold=lambda one: bool(one.unallocated)
    ),
)


class ClientPaymentsDialog(QDialog):
    """The payments that stand, newest first.

    Signals:
        data_changed(Changes): an action changed the dossier.
    """

    data_changed = Signal(object)

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        client_id: int,
        on_change: Callable[[Changes], None] | None = None,
    ) -> None:
        """Show them until the user closes; `on_change` is told what he does meanwhile."""
        dialog = cls(session, parent, client_id)
        if on_change is not None:
            dialog.data_changed.connect(on_change)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, parent: QWidget | None, client_id: int) -> None:
        super().__init__(parent)
        self._session, self._client_id = session, client_id
        self.setWindowTitle(f"Règlements\u00a0: {clients.get(session.store, client_id).name}")
        self.banner = Banner(self)
        self.table = Table("client_payments", self)
        self.model: ListModel[StoredPayment] = ListModel(COLUMNS, row_id=lambda one: one.id, parent=self)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Règlements du client")
        self.table.set_empty_message("Aucun règlement", "Enregistrez-le dès qu’il arrive.")
        self._build()
        disable_if_reading(session, self.returned, self.allocate, self.refund, self.cancel)
        self.table.current_changed.connect(lambda _: self._on_chosen())
        self.reload()
        if self.model.rows:
            self.table.select_id(self.model.rows[0].id)
        self.table.setFocus()
        self.resize(fitting(self))

    def reload(self) -> None:
        """Read the payments again."""
        self.model.set_rows(payments.of_client(self._session.store, self._client_id))
        self._on_chosen()

    def _build(self) -> None:
        self.returned = push_button("&Impayé…", self, icon="undo-2", tooltip="Chèque ou prélèvement revenu")
        self.allocate = push_button("Imputer le &reste…", self, icon="receipt-euro")
        self.refund = push_button("Rem&bourser…", self, icon="banknote", tooltip="Rendre ce qui reste")
        self.cancel = push_button("&Annuler ce règlement…", self, icon="ban", tooltip="Saisi par erreur")
        close = push_button("Fermer", self)
        foot = QHBoxLayout()
        for button in (self.returned, self.allocate, self.refund, self.cancel):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        close.clicked.connect(self.reject)
        self.returned.clicked.connect(lambda: self._ask(ReturnedPaymentDialog.ask))
        self.cancel.clicked.connect(lambda: self._ask(CancelPaymentDialog.ask))
        self.allocate.clicked.connect(lambda: self._ask(RestDialog.ask))
        self.refund.clicked.connect(lambda: self._ask(_refund))

    @Slot()
    def _on_chosen(self) -> None:
        one = self.model.row_of(self.table.current_id())
        left = one is not None and one.unallocated > 0
        money = one is not None and one.mode not in {mode.value for mode in PaymentMode if not mode.is_money}
        self.returned.setEnabled(money)
        self.cancel.setEnabled(one is not None)
        self.allocate.setEnabled(left)
        self.refund.setEnabled(left)

    def _ask(self, ask: Callable[[QWidget, Session, int], Changes | None]) -> None:
        payment_id = self.table.current_id()
        if payment_id < 0:
            messages.refuse("Choisissez d’abord un règlement.", self, self.banner)
            return
        changes = ask(self, self._session, payment_id)
        if changes is not None:
            self.reload()
            self.banner.show_success(changes.message)
            self.data_changed.emit(changes)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 46, line * 24)


def _refund(parent: QWidget, session: Session, payment_id: int) -> Changes | None:
    return RefundDialog.ask(parent, session, payment_id=payment_id)
