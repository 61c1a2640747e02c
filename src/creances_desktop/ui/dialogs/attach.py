"""What is said of files that are attached: what they are, of which day, about what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import attachments, disputes, invoices, letters, lists
from creances_desktop.services.attachments import About, Attachment, AttachmentKind, IncomingFile, Wording
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean
from creances_desktop.ui.widgets.pdf_view import PdfPreview

SUBJECTS_SHOWN = 200
"""Invoices and letters offered as the subject of a file, the latest first."""
NAMES_SHOWN = 6
_FORM_WIDTH = 520
"""Pixels of the form beside the pages: its hints stay on a line or two."""


class AttachDialog(FormDialog):
    """Files to attach, or one that is attached already to correct what is said of it."""

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, about: About, files: Sequence[IncomingFile]
    ) -> Changes | None:
        """Attach these files; None when the user gave up."""
        return cls(session, about, parent, files=files).run()

    @classmethod
    def edit(cls, parent: QWidget | None, session: Session, known: Attachment) -> Changes | None:
        """Correct what is said of a file; None when the user gave up."""
        about = About(known.client_id, known.invoice_id, known.letter_id, known.dispute_id)
        return cls(session, about, parent, known=known).run()

    def __init__(
        self,
        session: Session,
        about: About,
        parent: QWidget | None = None,
        *,
        files: Sequence[IncomingFile] = (),
        known: Attachment | None = None,
    ) -> None:
        title = (
            "Modifier la pièce" if known else "Joindre des pièces" if len(files) > 1 else "Joindre une pièce"
        )
        super().__init__(title, "&Enregistrer" if known else "&Joindre", parent)
        self._session, self._client_id = session, about.client_id
        self._files, self._known = tuple(files), known
        self.named = QLabel(self._names(), self)
        self.named.setTextFormat(Qt.TextFormat.PlainText)
        self.named.setWordWrap(True)
        self.kind, self.about = QComboBox(self), QComboBox(self)
        self.day = DateField(
            session.today(), self, required="Indiquez le jour de la pièce.", lean=Lean.BEHIND
        )
        self.label = Field(self)
        for kind in AttachmentKind:
            self.kind.addItem(kind.label, kind.value)
        self._offer_subjects(about)
        self.form = add_form(self)
        self.form.add("kind", "&Genre", self.kind)
        self.form.add("day", "&Du", self.day, "Jour de la pièce elle-même")
        self.form.add("label", "&Intitulé", self.label, "Vide\u00a0: le genre suffit")
        self.form.add("about", "&Concerne", self.about)
        self.turn: QComboBox | None = None
        self.body.addWidget(self.named)
        if known is not None and known.can_be_turned:
            self._add_pages(known)
        else:
            self.body.addWidget(self.form)
            self.body.addStretch(1)
        self._fill()
        self.kind.setFocus()

    def _add_pages(self, known: Attachment) -> None:
        """Put the pages beside the form, with the way to turn a scan that lies sideways."""
        self.turn = QComboBox(self)
        self.turn.addItems(list(attachments.TURNS))
        self.turn.setCurrentIndex(known.turn)
        self.form.add(
            "turn",
            "&Sens des pages",
            self.turn,
            "Dans les dossiers de preuves\u00a0; l’original reste tel quel",
        )
        self.preview = PdfPreview(self)
        self.preview.setMinimumSize(320, 400)
        self.form.setMinimumWidth(_FORM_WIDTH)
        halves = QHBoxLayout()
        side = QVBoxLayout()
        side.addWidget(self.form)
        side.addStretch(1)
        halves.addLayout(side, 1)
        halves.addWidget(self.preview, 1)
        self.body.addLayout(halves, 1)
        self.turn.currentIndexChanged.connect(self._show_pages)
        self._show_pages()

    @Slot()
    def _show_pages(self) -> None:
        if self._known is None or self.turn is None:
            return
        store, file_id, turn = self._session.store, self._known.id, self.turn.currentIndex()
        self._session.executor.submit(
            lambda _: attachments.pages(store, file_id, turn),
            self.preview.show_pdf,
            lambda error: self.preview.clear(messages.sentence_of(error)),
            lane=Lane.PDF,
            key="attachment_pages",
            owner=self,
        )

    def save(self) -> Changes | None:
        """Attach the files, or keep what is said now."""
        about = About(self._client_id, *self.about.currentData())
        kind = AttachmentKind(self.kind.currentData())
        turn = 0 if self.turn is None else self.turn.currentIndex()
        wording = Wording(kind, self.day.value(), self.label.text().strip(), turn)
        if self._known is not None:
            return attachments.change(self._session.store, self._known.id, about, wording)
        return attachments.attach(self._session.store, about, self._files, wording)

    def _names(self) -> str:
        if self._known is not None:
            return f"{self._known.file_name}, {attachments.size_text(self._known.size)}"
        lines = [f"{file.name}, {attachments.size_text(len(file.data))}" for file in self._files]
        if len(lines) > NAMES_SHOWN:
            rest = len(lines) - NAMES_SHOWN
            lines = [*lines[:NAMES_SHOWN], f"et {plural(rest, 'autre fichier', 'autres fichiers')}"]
        return "\n".join(lines)

    def _fill(self) -> None:
        if self._known is not None:
            self.day.set_value(self._known.day)
            self.label.setText(self._known.label)
            kind = self._known.kind
        else:
            self.day.set_value(self._session.today())
            first = self._files[0] if self._files else None
            kind = attachments.guess_kind(first.name, first.type) if first else AttachmentKind.OTHER
        self.kind.setCurrentIndex(self.kind.findData(kind.value))

    def _offer_subjects(self, about: About) -> None:
        """The client, then his documents with their disputes, and his letters.

        The subject asked for is always there.
        """
        store, day = self._session.store, self._session.today()
        self.about.addItem("Le client", (None, None, None))
        ids = list(
            lists.invoice_ids(
                store, day, chosen="all", sort="issued", descending=True, client_id=self._client_id
            )
        )
        if about.invoice_id is not None and about.invoice_id not in ids[:SUBJECTS_SHOWN]:
            ids.insert(0, about.invoice_id)
        contested = disputes.of_client(store, self._client_id)
        for one in (invoices.get(store, invoice_id) for invoice_id in ids[:SUBJECTS_SHOWN]):
            self.about.addItem(f"{one.kind.label} {one.number}", (one.id, None, None))
            for dispute in contested:
                if dispute.invoice_id == one.id:
                    words = f"Litige du {short_date(dispute.opened_on)} sur {one.number}"
                    self.about.addItem(words, (one.id, None, dispute.id))
        for letter in letters.of_client(store, self._client_id)[:SUBJECTS_SHOWN]:
            self.about.addItem(f"Lettre {letter.reference}", (None, letter.id, None))
        wanted = (about.invoice_id, about.letter_id, about.dispute_id)
        places = [place for place in range(self.about.count()) if self.about.itemData(place) == wanted]
        self.about.setCurrentIndex(places[0] if places else 0)
