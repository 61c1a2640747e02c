"""« Pourquoi ne suis-je pas payé ? »: what is late by the reason that the clients gave last."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.money import format_cents
from creances_desktop.domain.nonpayment import ReasonShare, UnpaidWithReason
from creances_desktop.services import nonpayment
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.choosing import ChoosingDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import RIGHT, Column, amount_column, number_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


class NonpaymentReportDialog(ChoosingDialog):
    """The reasons with their amounts above, the invoices of the one chosen below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._shares: tuple[ReasonShare, ...] = ()
        self.setWindowTitle("Pourquoi ne suis-je pas payé\u00a0?")
        self.banner, self.sentence = Banner(self), QLabel(self)
        self.sentence.setWordWrap(True)
        self.reasons = Table("nonpayment_reasons", self)
        self.reason_model: ListModel[ReasonShare] = ListModel(_reason_columns(), parent=self)
        self.reasons.set_rows_model(self.reason_model)
        self.reasons.setAccessibleName("Motifs")
        self.reasons.set_empty_message("Rien n’est en retard.")
        self.invoices = Table("nonpayment_invoices", self)
        self.invoice_model: ListModel[UnpaidWithReason] = ListModel(_invoice_columns(), parent=self)
        self.invoices.set_rows_model(self.invoice_model)
        self.invoices.setAccessibleName("Factures en retard pour ce motif")
        self.open_button = push_button("&Ouvrir le client", self, icon="user", primary=True)
        close = push_button("Fermer", self)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.open_button)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for widget, stretch in (
            (self.banner, 0), (self.sentence, 0), (self.reasons, 2), (self.invoices, 3),
        ):  # fmt: skip
            layout.addWidget(widget, stretch)
        layout.addLayout(foot)
        self.reasons.current_changed.connect(self._on_reason)
        self.invoices.activated_row.connect(self._on_opened)
        self.open_button.clicked.connect(lambda: self._on_opened(self.invoices.current_id()))
        close.clicked.connect(self.reject)
        self._load()
        self.reasons.setFocus()
        self.resize(fitting(self))

    def _load(self) -> None:
        store, day = self._session.store, self._session.today()
        self._session.executor.submit(
            lambda _: nonpayment.report(store, day),
            self._show,
            lambda error: messages.show_error(error, self, self.banner),
            owner=self,
        )

    def _show(self, shares: tuple[ReasonShare, ...]) -> None:
        self._shares = shares
        whole = sum(one.amount for one in shares)
        known = sum(one.amount for one in shares if one.reason is not None)
        told = format_cents(known) if known else "aucune facture"
        self.sentence.setText(
            f"{format_cents(whole)} sont en retard. Vous savez pourquoi pour "
            f"{told}\u00a0; pour le "
            "reste, demandez-le au prochain appel."
            if shares
            else "Rien n’est en retard."
        )
        self.reason_model.set_rows(shares)
        if shares:
            self.reasons.select_id(self.reason_model.id_at(0))

    @Slot(int)
    def _on_reason(self, row_id: int) -> None:
        share = self.reason_model.row_of(row_id)
        self.invoice_model.set_rows(share.lines if share is not None else ())
        if share is not None and share.lines:
            self.invoices.select_id(self.invoice_model.id_at(0))
        self.open_button.setEnabled(share is not None)

    @Slot(int)
    def _on_opened(self, row_id: int) -> None:
        line = self.invoice_model.row_of(row_id)
        if line is not None:
            self._choose(line.client_id)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 50, line * 34)


def _reason_columns() -> list[Column[ReasonShare]]:
    return [
        Column("reason", "Motif", lambda one: one.label, width=28, stretch=True, bold=lambda _: True,
               tone=lambda one: Tone.MUTED if one.reason is None else Tone.NORMAL),
        number_column("invoices", "Factures", lambda one: one.invoices, width=10),
        number_column("clients", "Clients", lambda one: one.clients, width=10),
        amount_column("amount", "En retard", lambda one: one.amount),
        Column("percent", "Part", lambda one: f"{one.percent}\u00a0%", RIGHT, lambda one: one.percent,
               width=8),
    ]  # fmt: skip


def _invoice_columns() -> list[Column[UnpaidWithReason]]:
    return [
        Column("client", "Client", lambda one: one.client_name, width=28, stretch=True),
        Column("number", "Facture", lambda one: one.number, width=16),
        number_column("late", "Retard", lambda one: one.days_late, title_tooltip="Jours de retard"),
        amount_column("outstanding", "Reste dû", lambda one: one.outstanding, bold=lambda _: True),
    ]
