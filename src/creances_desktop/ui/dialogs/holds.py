"""What holds a follow-up back, noted by the user: promise, pause, insolvency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QLabel, QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import clients, holds, invoices, promises
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.call_outcomes import ContactBox
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.invoice_ticks import SEVERAL, TICK_ONE, InvoiceTicks, by_invoice
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.fields import AmountField, DateField, Field, Lean

PAUSE_REASONS = (
    "Accord amiable en cours",
    "En attente d’un avoir",
    "Le client vérifie la facture",
    "Règlement annoncé par la banque",
)


class HoldDialog(FormDialog):
    """A short form with a sentence above it that names what it is about."""

    def __init__(
        self, title: str, verb: str, about: str, consequence: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, verb, parent)
        head = QLabel(about, self)
        head.setProperty("heading", True)
        head.setWordWrap(True)
        explained = QLabel(consequence, self)
        explained.setProperty("tone", "muted")
        explained.setWordWrap(True)
        self.form = add_form(self)
        self.body.addWidget(head)
        self.body.addWidget(explained)
        self.body.addWidget(self.form)
        self.body.addStretch(1)


class PauseDialog(HoldDialog):
    """A client, or some invoices, set aside until a day."""

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        *,
        client_id: int | None = None,
        invoice_ids: Sequence[int] = (),
    ) -> Changes | None:
        """What was set aside; None when the user gave up."""
        return cls(session, parent, client_id=client_id, invoice_ids=invoice_ids).run()

    def __init__(
        self,
        session: Session,
        parent: QWidget | None,
        *,
        client_id: int | None = None,
        invoice_ids: Sequence[int] = (),
    ) -> None:
        if client_id is None:
            about = named_invoices(session, invoice_ids)
        else:
            about = f"Tout le compte de {clients.get(session.store, client_id).name}"
        super().__init__(
            "Mettre de côté",
            "Mettre de côté",
            about,
            "Aucune relance n’est proposée jusqu’à cette date comprise\u00a0; l’agenda la rappelle.",
            parent,
        )
        self._session, self._client_id, self._ids = session, client_id, tuple(invoice_ids)
        self.until = DateField(session.today(), self, required="Indiquez jusqu’à quand.")
        self.reason = _reasons(PAUSE_REASONS, self)
        self.form.add("until", "&Jusqu’au", self.until, "15, +30, fm…")
        self.form.add("reason", "&Motif", self.reason)
        self.until.setFocus()

    def save(self) -> Changes | None:
        store, today, until = self._session.store, self._session.today(), self.until.value()
        reason = self.reason.currentText()
        if self._client_id is not None:
            return holds.pause(store, until, reason, today, client_id=self._client_id)
        return holds.pause_all(store, self._ids, until, reason, today)


class PromiseDialog(HoldDialog):
    """A promise to pay, on one invoice, on several, or on the whole account."""

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, client_id: int, *, invoice_ids: Sequence[int] = ()
    ) -> Changes | None:
        """The promise noted; None when the user gave up."""
        return cls(session, parent, client_id, invoice_ids=invoice_ids).run()

    def __init__(
        self, session: Session, parent: QWidget | None, client_id: int, *, invoice_ids: Sequence[int] = ()
    ) -> None:
        card = clients.card(session.store, client_id, session.today())
        super().__init__(
            "Noter une promesse",
            "Noter la promesse",
            card.client.name,
            "Aucune relance n’est proposée jusqu’à cette date comprise\u00a0; l’agenda la rappelle.",
            parent,
        )
        self._session, self._client_id, self._card = session, client_id, card
        self.about = QComboBox(self)
        self.about.addItem("Tout le compte", None)
        rows = by_invoice(card.open_items)
        for one, items in rows.items():
            left = format_cents(sum(item.outstanding for item in items))
            self.about.addItem(
                f"{items[0].number} — {left}, échéance du {short_date(items[0].due_date)}", one
            )
        if len(rows) > 1:
            self.about.addItem("Plusieurs factures, à cocher", SEVERAL)
        self.ticks = InvoiceTicks("promised", list(rows.values()), "Factures promises", self)
        self.ticks.choose(invoice_ids)
        about = SEVERAL if len(invoice_ids) > 1 else next(iter(invoice_ids), None)
        self.about.setCurrentIndex(max(self.about.findData(about), 0))
        self.amount = AmountField(self, required="Indiquez le montant promis.", minimum=1)
        self.promised_on = DateField(session.today(), self, required="Indiquez le jour promis.")
        self.note = Field(self)
        self.person = ContactBox(card.client, self)
        self.channel = QComboBox(self)
        for channel in (Channel.PHONE, Channel.EMAIL, Channel.LETTER):
            self.channel.addItem(channel.label, channel)
        self.confirm = QCheckBox("par une &lettre", self)
        self.form.add("about", "&Sur", self.about)
        self.form.add("ticks", "&Factures promises", self.ticks)
        self.form.add("amount", "&Montant promis", self.amount)
        self.form.add("promised_on", "&Jour promis", self.promised_on, "15, +8, fm…")
        self.form.add("person", "&Par qui", self.person)
        self.form.add("channel", "&Comment", self.channel)
        self.form.add("note", "&Note", self.note, "Comment il paiera…")
        self.form.add("confirm", "Confirmer", self.confirm)
        self.about.activated.connect(self._on_about_chosen)
        self.ticks.invoices.ticks_changed.connect(self._on_about_chosen)
        self._on_about_chosen()
        self.promised_on.setFocus()

    @Slot()
    def _on_about_chosen(self) -> None:
        several = self.about.currentData() == SEVERAL
        self.form.set_line_visible("ticks", several)
        if several:
            self.amount.set_value(self.ticks.owed() or None)
            return
        chosen = self.about.currentData()
        items = [item for item in self._card.open_items if chosen in (None, item.invoice_id)]
        late = [item for item in items if item.days_late(self._session.today()) > 0]
        owed = sum(item.outstanding for item in (late or items))
        self.amount.set_value(owed or None)

    def _invoices(self) -> tuple[int, ...]:
        """The invoices promised; none for the account."""
        about = self.about.currentData()
        if about != SEVERAL:
            return () if about is None else (about,)
        ticked = self.ticks.chosen()
        if not ticked:
            raise InvalidValue("ticks", TICK_ONE)
        return ticked

    def save(self) -> Changes | None:
        changes = holds.promise(
            self._session.store,
            self._client_id,
            self.amount.value(),
            self.promised_on.value(),
            self._session.today(),
            invoice_ids=self._invoices(),
            note=self.note.text().strip(),
            person=self.person.person(),
            channel=Channel(self.channel.currentData()).value,
        )
        if not self.confirm.isChecked():
            return changes
        try:
            done = promises.confirm(self._session.store, changes.id, self._session.today())
        except (DomainError, OSError) as error:
            # The promise is noted: only its letter could not be written.
            messages.show_error(error, self)
            return changes
        words = f"{changes.message} {done.message}"
        return Changes(changes.subjects | done.subjects, words, changes.entry_id, changes.id)


class InsolvencyDialog(HoldDialog):
    """The day of the judgment that opened a client's insolvency."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, client_id: int) -> Changes | None:
        """The judgment noted or removed; None when the user gave up."""
        return cls(session, parent, client_id).run()

    def __init__(self, session: Session, parent: QWidget | None, client_id: int) -> None:
        client = clients.get(session.store, client_id)
        super().__init__(
            "Procédure collective",
            "Enregistrer la procédure",
            client.name,
            "Dès le jugement d’ouverture, on ne relance plus\u00a0: on déclare sa créance. "
            "Plus aucune lettre n’est proposée pour ce client.",
            parent,
        )
        self._session, self._client_id = session, client_id
        self.judgment = DateField(
            session.today(), self, required="Indiquez la date du jugement.", lean=Lean.BEHIND
        )
        self.judgment.set_value(client.insolvency_judgment)
        self.form.add("judgment", "&Jugement d’ouverture du", self.judgment)
        self.judgment.setFocus()
        if client.insolvency_judgment is not None:
            remove = SideButton("&Retirer la procédure", self)
            remove.clicked.connect(self._on_remove)
            self.buttons.addButton(remove, QDialogButtonBox.ButtonRole.ResetRole)

    def save(self) -> Changes | None:
        return self._store(self.judgment.value())

    def _store(self, judgment: date | None) -> Changes:
        return holds.insolvency(self._session.store, self._client_id, judgment, self._session.today())

    @Slot()
    def _on_remove(self) -> None:
        try:
            self.changes = self._store(None)
        except DomainError as error:
            self.show_refusal(error)
        else:
            self.done(1)


def named_invoices(session: Session, invoice_ids: Sequence[int]) -> str:
    """What the form is about: the invoice with its client, or how many there are."""
    if len(invoice_ids) != 1:
        return plural(len(invoice_ids), "facture")
    card = invoices.card(session.store, invoice_ids[0], session.today())
    one = card.invoice
    return f"{one.kind.label} {one.number} — {card.client_name}, {format_cents(card.outstanding)}"


def _reasons(usual: Sequence[str], parent: QWidget) -> QComboBox:
    """A line to type a reason in, or to take a usual one from."""
    box = QComboBox(parent)
    box.setEditable(True)
    box.addItems(list(usual))
    box.setCurrentIndex(-1)
    line = box.lineEdit()
    if line is not None:
        line.setPlaceholderText("Tapez le motif, ou choisissez-le")
    return box
