"""Disputes: noted on invoices or on a part of one, corrected, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from creances_desktop.domain.disputes import Answerer, Category, DisputeDraft, Outcome
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services import attachments, disputes, invoices
from creances_desktop.services.attachments import About
from creances_desktop.services.changes import Changes
from creances_desktop.services.disputes import DisputeEnd, StoredDispute
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.holds import HoldDialog, named_invoices
from creances_desktop.ui.pages.attachments import ANY_FILE, AttachmentsView
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.fields import AmountField, DateField, Field
from creances_desktop.ui.widgets.file_field import FileField
from creances_desktop.ui.widgets.month_grid import WEEKDAYS

CLAIM_LINES = 3
NOTE_LETTERS = 30
LETTERS = 104
EXHIBIT_LINES = 9
WHOLE = "Vide\u00a0: toute la facture."


class DisputeDialog(HoldDialog):
    """One or several invoices in dispute; of a single one, a part, what is claimed, who answers by when."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, invoice_ids: Sequence[int]) -> Changes | None:
        """The disputes noted; None when the user gave up.

        A single invoice that is in dispute already has its dispute shown, to correct or to end it.
        """
        known = disputes.open_on(session.store, invoice_ids[0]) if len(invoice_ids) == 1 else None
        return cls(session, parent, invoice_ids, known).run()

    @classmethod
    def told(
        cls, parent: QWidget | None, session: Session, invoice_ids: Sequence[int], draft: DisputeDraft
    ) -> DisputeDraft | None:
        """What the client contests, checked but not noted: `draft` as the user filled it in.

        None when he gave up.
        """
        dialog = cls(session, parent, invoice_ids, told=draft)
        dialog.exec()
        dialog.deleteLater()
        return dialog.draft

    @classmethod
    def correct(cls, parent: QWidget | None, session: Session, invoice_id: int) -> Changes | None:
        """The open dispute of an invoice corrected; None when the user gave up or there is none."""
        known = disputes.open_on(session.store, invoice_id)
        return None if known is None else cls(session, parent, [invoice_id], known).run()

    def __init__(
        self,
        session: Session,
        parent: QWidget | None,
        invoice_ids: Sequence[int],
        known: StoredDispute | None = None,
        *,
        told: DisputeDraft | None = None,
    ) -> None:
        super().__init__(
            "Mettre en litige" if known is None else f"Litige du {short_date(known.opened_on)}",
            "Mettre en litige" if known is None else "Enregistrer le litige",
            named_invoices(session, invoice_ids),
            "Ce qui est contesté n’est plus relancé tant que le litige est ouvert, mais reste dans l’encours"
            "\u00a0; le reste de la facture continue d’être relancé.",
            parent,
        )
        self._session, self._ids, self._known = session, tuple(invoice_ids), known
        self._only_told = told is not None
        self.draft: DisputeDraft | None = None
        self._make_fields()
        self.form.add("category", "&Nature", self.category)
        self.form.add("reason", "&Motif", self.reason, "Avec les mots du client.")
        if len(self._ids) == 1:
            self._add_details()
        else:
            for widget in (self.amount, self.claim, self.answered_by, self.answer_by):
                widget.hide()
        self.files: AttachmentsView | None = None
        self._filed: Changes | None = None
        if known is not None:
            self._add_exhibits(known)
            self._add_end()
        elif len(self._ids) == 1 and not self._only_told:
            self.form.add("paper", "&Pièce", self.paper, "Lettre ou photo du client\u00a0; d’autres ensuite.")
            self.paper.show()
        _give_room(self)
        self._fill(known if known is not None else told)
        self.category.setFocus()

    def run(self) -> Changes | None:
        """What was changed, exhibits included: these are kept at once, whatever becomes of the form."""
        done, filed = super().run(), self._filed
        if done is None or filed is None:
            return done or filed
        return Changes(done.subjects | filed.subjects, done.message, done.entry_id, done.id)

    def _make_fields(self) -> None:
        self.category = QComboBox(self)
        for one in Category:
            self.category.addItem(one.label, one.value)
        self.reason = Field(self)
        self.amount = AmountField(self, minimum=1)
        self.claim = QPlainTextEdit(self)
        self.claim.setTabChangesFocus(True)
        self.claim.setFixedHeight(self.fontMetrics().height() * CLAIM_LINES + 14)
        self.claim.setPlaceholderText("Un avoir, un remplacement, une nouvelle livraison…")
        self.answered_by = QComboBox(self)
        for who in Answerer:
            self.answered_by.addItem(who.label, who.value)
        self.answer_by = DateField(self._session.today(), self)
        self.paper = FileField("Joindre une pièce du litige", ANY_FILE, self)
        self.paper.hide()

    def _add_details(self) -> None:
        form = self.form
        form.add("amount", "&Somme contestée", self.amount, WHOLE)
        form.add("claim", "Ce qu’il &demande", self.claim)
        form.add("answered_by", "&Réponse à donner par", self.answered_by)
        form.add("answer_by", "A&vant le", self.answer_by, "15, +8, fm… L’agenda le rappelle.")
        self._owed = invoices.card(self._session.store, self._ids[0], self._session.today()).outstanding
        self.amount.value_edited.connect(self._on_amount)
        self.answer_by.value_edited.connect(self._on_day)

    def _add_exhibits(self, known: StoredDispute) -> None:
        client_id = invoices.get(self._session.store, known.invoice_id).client_id
        self._about = About(client_id, known.invoice_id, dispute_id=known.id)
        heading = QLabel("Pièces du litige", self)
        heading.setProperty("heading", True)
        self.files = AttachmentsView(self._session, "dispute_files", self.banner, self)
        heading.setBuddy(self.files.table)
        self.files.setMinimumHeight(self.fontMetrics().height() * EXHIBIT_LINES)
        self.files.show_about(self._about)
        self.files.done.connect(self._on_filed)
        self.body.takeAt(self.body.count() - 1)  # the list takes what is left of the height
        self.body.addWidget(heading)
        self.body.addWidget(self.files, 1)

    def _add_end(self) -> None:
        end = SideButton("&Clore le litige…", self)
        end.setToolTip("Avoir, créance maintenue ou compromis")
        end.clicked.connect(self._on_end)
        disable_if_reading(self._session, end)
        self.buttons.addButton(end, QDialogButtonBox.ButtonRole.ResetRole)

    def _fill(self, known: StoredDispute | DisputeDraft | None) -> None:
        if known is None:
            self.category.setCurrentIndex(0)
            return
        self.category.setCurrentIndex(self.category.findData(known.category.value))
        self.reason.set_value(known.reason or None)
        self.amount.set_value(known.amount)
        self.claim.setPlainText(known.claim)
        self.answered_by.setCurrentIndex(self.answered_by.findData(known.answered_by.value))
        self.answer_by.set_value(known.answer_by)
        if len(self._ids) == 1:
            self._on_amount(known.amount)

    def save(self) -> Changes | None:
        store, today = self._session.store, self._session.today()
        draft = DisputeDraft(
            reason=str(self.reason.value() or ""),
            amount=self.amount.value(),
            category=Category(self.category.currentData()),
            claim=self.claim.toPlainText(),
            answered_by=Answerer(self.answered_by.currentData()),
            answer_by=self.answer_by.value(),
        )
        if self._only_told:
            self.draft = disputes.check(store, self._ids, draft, today)
            return None
        if self._known is not None:
            return disputes.change(store, self._known.id, draft, today)
        if len(self._ids) == 1:
            path = self.paper.path()
            files = [] if path is None else [attachments.read(path)]
            return disputes.enter(store, self._ids[0], draft, today, files)
        return disputes.enter_all(store, self._ids, draft, today)

    @Slot(object)
    def _on_amount(self, amount: int | None) -> None:
        """Say what goes on being followed up."""
        rest = self._owed - (amount or 0)
        words = f"{format_cents(rest)} restent à relancer." if amount and rest > 0 else WHOLE
        self.form.set_hint("amount", words)

    @Slot(object)
    def _on_filed(self, changes: Changes) -> None:
        """Keep what was told for the pages, and show the files as they are now."""
        subjects = changes.subjects if self._filed is None else changes.subjects | self._filed.subjects
        self._filed = Changes(subjects, changes.message, changes.entry_id, changes.id)
        if self.files is not None:
            self.files.show_about(self._about)

    @Slot()
    def _on_end(self) -> None:
        ended = SettleDisputeDialog.ask(self, self._session, self._ids[0])
        if ended is not None:
            self.changes = ended
            self.done(1)

    @Slot(object)
    def _on_day(self, day: date | None) -> None:
        self.form.set_hint("answer_by", WEEKDAYS[day.weekday()] if day else "L’agenda le rappelle.")


class SettleDisputeDialog(HoldDialog):
    """How a dispute ended, with the credit note that goes with it."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, invoice_id: int) -> Changes | None:
        """The dispute ended; None when the user gave up."""
        known = disputes.open_on(session.store, invoice_id)
        if known is None:
            messages.show_error(DomainError("Cette facture n’est plus en litige."), parent)
            return None
        return cls(session, parent, known).run()

    def __init__(self, session: Session, parent: QWidget | None, dispute: StoredDispute) -> None:
        super().__init__(
            "Clore le litige",
            "Clore le litige",
            named_invoices(session, [dispute.invoice_id]),
            "L’issue et la note restent à l’historique de la facture.",
            parent,
        )
        self._session, self._dispute = session, dispute
        self._contested = invoices.card(session.store, dispute.invoice_id, session.today()).disputed
        self.outcome = QComboBox(self)
        for one in Outcome:
            self.outcome.addItem(one.label, one.value)
        self.conceded = AmountField(self, minimum=1)
        self.number = Field(self)
        self.never_owed = QCheckBox("Ce que l’avoir retire n’a jamais été dû", self)
        self.never_owed.setToolTip("Il n’aura alors jamais porté d’intérêts")
        self.note = Field(self)
        self.form.add("outcome", "&Issue", self.outcome)
        self.form.add("conceded", "&Somme abandonnée", self.conceded)
        self.form.add(
            "number",
            "&N° de l’avoir",
            self.number,
            "Vide\u00a0: saisi plus tard\u00a0; d’ici là, la somme est de nouveau relancée.",
        )
        self.form.add("never_owed", "In&térêts", self.never_owed)
        self.form.add("note", "N&ote", self.note, "Ce qui a été convenu, avec qui.")
        self.number.set_value(invoices.proposed_number(session.store, DocumentKind.CREDIT_NOTE) or None)
        _give_room(self)
        self.outcome.activated.connect(self._on_outcome)
        self._on_outcome()
        self.outcome.setFocus()

    def save(self) -> Changes | None:
        outcome = Outcome(self.outcome.currentData())
        upheld = outcome is Outcome.UPHELD
        end = DisputeEnd(
            outcome,
            conceded=0 if upheld else self.conceded.value() or 0,
            number="" if upheld else str(self.number.value() or ""),
            note=str(self.note.value() or ""),
            never_owed=self.never_owed.isChecked(),
        )
        return disputes.settle(self._session.store, self._dispute.id, end, self._session.today())

    @Slot()
    def _on_outcome(self) -> None:
        outcome = Outcome(self.outcome.currentData())
        self.form.set_hint("outcome", outcome.meaning)
        for name in ("conceded", "number", "never_owed"):
            self.form.set_line_visible(name, outcome is not Outcome.UPHELD)
        self.conceded.set_value(self._contested if outcome is Outcome.CREDIT_NOTE else None)
        self.form.set_hint("conceded", f"{format_cents(self._contested)} contestés, TTC.")
        self.never_owed.setChecked(outcome is Outcome.CREDIT_NOTE)


def _give_room(dialog: HoldDialog) -> None:
    """Let the notes beside the fields stand on one line or two."""
    letter = dialog.fontMetrics().averageCharWidth()
    dialog.form.set_column_widths(0, letter * NOTE_LETTERS)
    dialog.setMinimumWidth(letter * LETTERS)
