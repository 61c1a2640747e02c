"""How invoices were sent: noted with its day, to whom, and the file that proves it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from creances_desktop.domain.text import plural
from creances_desktop.services import attachments, clients, invoices, sendings
from creances_desktop.services.changes import Changes
from creances_desktop.services.sendings import SendingChannel, SendingDraft
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean
from creances_desktop.ui.widgets.file_field import FileField

ANY_PROOF = "Preuves (*.pdf *.eml *.png *.jpg *.jpeg *.tif *.tiff *.txt);;Tous les fichiers (*)"
WORDS = (
    "Ce journal prouvera plus tard que la facture a été envoyée. Joignez ce qui le montre\u00a0: l’e-mail, "
    "l’accusé du portail, la preuve de dépôt."
)


class SendingDialog(HoldDialog):
    """One invoice, or a selection of them sent together."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, invoice_ids: Sequence[int]) -> Changes | None:
        """The sending noted; None when the user gave up."""
        return cls(session, parent, invoice_ids).run()

    def __init__(self, session: Session, parent: QWidget | None, invoice_ids: Sequence[int]) -> None:
        store = session.store
        first = invoices.get(store, invoice_ids[0])
        about = plural(len(invoice_ids), "facture")
        if len(invoice_ids) == 1:
            about = f"{first.kind.label} {first.number} — {clients.get(store, first.client_id).name}"
        super().__init__("Noter l’envoi", "&Noter l’envoi", about, WORDS, parent)
        self._session, self._ids = session, tuple(invoice_ids)
        self.channel, self.recipient = QComboBox(self), QComboBox(self)
        for channel in SendingChannel:
            self.channel.addItem(channel.label, channel.value)
        self.day = DateField(session.today(), self, required="Indiquez le jour de l’envoi.", lean=Lean.BEHIND)
        self.day.set_value(first.issue_date if len(invoice_ids) == 1 else session.today())
        self.recipient.setEditable(True)
        self.recipient.addItems(sendings.proposed_recipients(store, invoice_ids))
        self.note = Field(self)
        self.proof = FileField("Choisir la preuve d’envoi", ANY_PROOF, self)
        self.form.add("channel", "&Canal", self.channel)
        self.form.add("day", "&Jour", self.day)
        self.form.add("recipient", "À &qui", self.recipient, "Adresse, service ou personne")
        self.form.add("note", "&Remarque", self.note)
        self.form.add("proof", "&Preuve", self.proof)
        self.channel.setFocus()

    def save(self) -> Changes | None:
        """Log the sending of all of them."""
        path = self.proof.path()
        proof = None if path is None else attachments.read(path)
        channel, recipient = SendingChannel(self.channel.currentData()), self.recipient.currentText()
        draft = SendingDraft(channel, self.day.value(), recipient, self.note.text())
        return sendings.record(self._session.store, self._ids, draft, self._session.today(), proof=proof)
