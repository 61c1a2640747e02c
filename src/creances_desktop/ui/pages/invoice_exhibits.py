"""The tab *Pièces et envois* of an invoice's card: how it was sent, and every file about it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.services import attachments, sendings
from creances_desktop.services.attachments import About
from creances_desktop.services.changes import Changes
from creances_desktop.services.invoices import InvoiceCard
from creances_desktop.services.sendings import Sending, SendingChannel
from creances_desktop.ui import messages, outside
from creances_desktop.ui.dialogs.sending import SendingDialog
from creances_desktop.ui.pages.attachments import AttachmentsView
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, date_column, state_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

_ICONS = {
    SendingChannel.EMAIL: "send",
    SendingChannel.POST: "mail",
    SendingChannel.REGISTERED_LETTER: "stamp",
    SendingChannel.PORTAL: "upload",
    SendingChannel.BY_HAND: "handshake",
    SendingChannel.OTHER: "info",
}


def sending_columns() -> list[Column[Sending]]:
    """The log of an invoice."""
    return [
        date_column("day", "Envoyée le", lambda one: one.day),
        state_column("channel", "Canal", lambda one: State(_ICONS[one.channel], one.channel.label), width=24),
        Column("recipient", "À", lambda one: one.recipient, width=20, stretch=True),
        Column("note", "Remarque", lambda one: one.note, width=16),
        state_column("proof", "Preuve", _proof, width=11),
    ]


def _proof(one: Sending) -> State:
    return State("paperclip", "Jointe") if one.attachment_id is not None else State("circle-dashed", "Aucune")


class InvoiceExhibitsTab(QWidget):
    """The log above, the files below.

    Signals:
        done(Changes): the dossier changed.
    """

    done = Signal(object)

    def __init__(self, session: Session, invoice_id: int, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._invoice_id, self._banner = session, invoice_id, banner
        self.sendings = Table("invoice_sendings", self)
        self.model: ListModel[Sending] = ListModel(sending_columns(), row_id=lambda one: one.id, parent=self)
        self.sendings.set_rows_model(self.model)
        self.sendings.setAccessibleName("Envois de la facture")
        self.sendings.set_empty_message("Envoi non noté", "Notez comment et à qui elle est partie.")
        self.sendings.setMaximumHeight(self.fontMetrics().height() * 7)
        self.note = push_button(
            "Noter l’envoi…", self, icon="send", tooltip="Canal, jour, destinataire, preuve"
        )
        self.proof = push_button("Voir la preuve", self, icon="paperclip")
        self.withdraw = push_button("Retirer cet envoi", self, icon="undo-2", tooltip="Noté par erreur")
        self.files = AttachmentsView(session, "invoice_files", banner, self)
        self._build()
        disable_if_reading(session, self.note, self.withdraw)

    def show_card(self, card: InvoiceCard) -> None:
        """Show the log and the files of this document."""
        invoice = card.invoice
        self.model.set_rows(sendings.of_invoice(self._session.store, invoice.id))
        self.files.show_about(About(invoice.client_id, invoice.id))
        self._on_chosen()

    def _build(self) -> None:
        heading = QLabel("Envois", self)
        heading.setProperty("heading", True)
        heading.setBuddy(self.sendings)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        for button in (self.note, self.proof, self.withdraw):
            top.addWidget(button)
        files = QLabel("Pièces", self)
        files.setProperty("heading", True)
        files.setBuddy(self.files.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.sendings)
        layout.addWidget(files)
        layout.addWidget(self.files, 1)
        self.note.clicked.connect(self._on_note)
        self.proof.clicked.connect(self._on_proof)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.sendings.current_changed.connect(self._on_chosen)
        self.sendings.activated_row.connect(self._on_proof)
        self.files.done.connect(self.done)

    def _current(self) -> Sending | None:
        return self.model.row_of(self.sendings.current_id())

    @Slot()
    def _on_chosen(self) -> None:
        one = self._current()
        self.proof.setEnabled(one is not None and one.attachment_id is not None)
        self.withdraw.setEnabled(one is not None)

    @Slot()
    def _on_note(self) -> None:
        self._tell(SendingDialog.ask(self, self._session, [self._invoice_id]))

    @Slot()
    def _on_proof(self) -> None:
        one = self._current()
        if one is not None and one.attachment_id is not None:
            name, data = attachments.data(self._session.store, one.attachment_id)
            outside.open_copy(name, data, self, self._banner)

    @Slot()
    def _on_withdraw(self) -> None:
        one = self._current()
        if one is None:
            return
        try:
            changes = sendings.withdraw(self._session.store, one.id, self._session.today())
        except DomainError as error:
            messages.show_error(error, self, self._banner)
        else:
            self._tell(changes)

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self.done.emit(changes)
