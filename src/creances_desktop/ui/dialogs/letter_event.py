"""What happened to a letter, noted with its day and its scan: stages at the post, e-mail, answers."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from creances_desktop.domain.letter_events import EventKind
from creances_desktop.domain.registered import warning_of
from creances_desktop.services import attachments, emails, registered
from creances_desktop.services.attachments import IncomingFile
from creances_desktop.services.changes import Changes
from creances_desktop.services.letters import DELIVERED
from creances_desktop.services.registered import RegisteredLetter
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.dialogs.sending import ANY_PROOF
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean
from creances_desktop.ui.widgets.file_field import FileField
from creances_desktop.ui.widgets.text_box import TextBox

TITLES = {
    EventKind.DEPOSITED: ("Dépôt à La Poste", "&Noter le dépôt", "&Déposée le"),
    EventKind.PRESENTED: ("Première présentation", "&Noter la présentation", "&Présentée le"),
    EventKind.RECEIVED: ("Accusé de réception", "&Noter la réception", "&Reçue le"),
    EventKind.REFUSED: ("Lettre refusée", "&Noter le refus", "Re&fusée le"),
    EventKind.UNCLAIMED: ("Lettre non réclamée", "&Noter le retour", "Re&tournée le"),
    EventKind.WRONG_ADDRESS: ("Mauvaise adresse", "&Noter le retour", "Re&tournée le"),
}


class LetterFactDialog(HoldDialog):
    """A short form about one letter, with a file that proves it."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None,
        letter: RegisteredLetter,
        words: tuple[str, str, str],
    ) -> None:
        """`words`: title, verb of the button, what follows from it."""
        about = f"Lettre {letter.letter.reference} — {letter.letter.client_name}"
        super().__init__(words[0], words[1], about, words[2], parent)
        self._session, self._letter = session, letter
        self.day = DateField(session.today(), self, required="Indiquez le jour.", lean=Lean.BEHIND)
        self.day.set_value(session.today())
        self.scan: FileField | None = None

    def file(self) -> IncomingFile | None:
        """The file chosen, checked."""
        path = None if self.scan is None else self.scan.path()
        return None if path is None else attachments.read(path)

    def add_scan(self, label: str, hint: str) -> None:
        """Add the line of the file, the last one: Tab then comes to it after the others."""
        self.scan = FileField("Choisir le document", ANY_PROOF, self)
        self.form.add("scan", label, self.scan, hint)


class PostalEventDialog(LetterFactDialog):
    """A stage of a registered letter."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, letter_id: int, kind: EventKind) -> Changes | None:
        """The stage noted; None when the user gave up."""
        letter = registered.view(session.store, letter_id, session.today())
        return cls(session, parent, letter, kind).run()

    def __init__(
        self, session: Session, parent: QWidget | None, letter: RegisteredLetter, kind: EventKind
    ) -> None:
        title, verb, day_label = TITLES[kind]
        super().__init__(session, parent, letter, (title, verb, registered.CONSEQUENCES[kind]))
        self._kind = kind
        self.number, self.presented = Field(self), DateField(session.today(), self, lean=Lean.BEHIND)
        self.note = Field(self)
        self.again = QCheckBox("Proposer de no&uveau cette étape, une fois l’adresse corrigée", self)
        self.warning = QLabel(self)
        self.warning.setWordWrap(True)
        self.warning.setProperty("tone", "warning")
        self._build(day_label)
        self._on_edited()

    def save(self) -> Changes | None:
        """Note the stage, with its number or its presentation."""
        store, day, today = self._session.store, self.day.value(), self._session.today()
        letter_id = self._letter.letter.id
        if self._kind is EventKind.DEPOSITED:
            return registered.record_deposit(
                store, letter_id, self.number.text(), day, today, scan=self.file()
            )
        return registered.record(
            store,
            letter_id,
            self._kind,
            day,
            today,
            presented_on=self.presented.value(),
            text=self.note.text(),
            scan=self.file(),
            send_again=self.again.isChecked() and not self.again.isHidden(),
        )

    def _build(self, day_label: str) -> None:
        deposit, outcome = self._kind is EventKind.DEPOSITED, self._kind.is_outcome
        form = self.form
        form.add("number", "Nu&méro", self.number, "1A 123 456 7890 1")
        form.add("presented_on", "&Présentée le", self.presented, "Sur l’avis\u00a0; c’est elle qui compte")
        form.add("day", day_label, self.day)
        form.add("note", "Re&marque", self.note)
        self.add_scan("&Scan", "Preuve de dépôt, avis, enveloppe")
        form.set_line_visible("number", deposit)
        form.set_line_visible("presented_on", outcome and self._letter.life.presented_on is None)
        form.set_line_visible("note", not deposit)
        self.number.setText(registered.format_number(self._letter.number))
        wrong = self._kind is EventKind.WRONG_ADDRESS and self._letter.letter.status == DELIVERED
        self.again.setVisible(wrong and self._letter.of_plan)
        self.again.setChecked(wrong)
        self.body.insertWidget(self.body.count() - 1, self.again)
        self.body.insertWidget(self.body.count() - 1, self.warning)
        for field in (self.number, self.day, self.presented):
            field.textChanged.connect(self._on_edited)
        (self.number if deposit else self.day).setFocus()

    @Slot()
    def _on_edited(self) -> None:
        """Say what is unusual; it is never refused for that."""
        words = registered.check_number(self.number.text()).warning
        if self._kind is not EventKind.DEPOSITED:
            day, presented = self.day.value(), self.presented.value()
            life = self._letter.life
            if presented is not None:
                life = registered.Life(life.deposited_on, presented)
            words = "" if day is None else warning_of(life, self._kind, day)
        self.warning.setText(words)
        self.warning.setVisible(bool(words))


class NumberDialog(HoldDialog):
    """The number of a registered letter."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, letter_id: int) -> Changes | None:
        """The number kept; None when the user gave up."""
        return cls(session, parent, registered.view(session.store, letter_id, session.today())).run()

    def __init__(self, session: Session, parent: QWidget | None, letter: RegisteredLetter) -> None:
        about = f"Lettre {letter.letter.reference} — {letter.letter.client_name}"
        words = "Le numéro du bordereau\u00a0: il permet le suivi, et de retrouver la lettre."
        super().__init__("Numéro du recommandé", "&Enregistrer le numéro", about, words, parent)
        self._session, self._letter_id = session, letter.letter.id
        self.number = Field(self)
        self.number.setText(registered.format_number(letter.number))
        self.form.add("number", "&Numéro", self.number, "1A 123 456 7890 1")
        self.number.textChanged.connect(self._on_edited)
        self.number.setFocus()

    def save(self) -> Changes | None:
        """Keep the number."""
        return registered.set_number(self._session.store, self._letter_id, self.number.text())

    @Slot()
    def _on_edited(self) -> None:
        warning = registered.check_number(self.number.text()).warning
        self.form.set_hint("number", warning or "1A 123 456 7890 1")


class EmailedDialog(LetterFactDialog):
    """The letter was sent by e-mail, says the user."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, letter_id: int, to: str = "") -> Changes | None:
        """What was noted; None when the user gave up."""
        letter = registered.view(session.store, letter_id, session.today())
        return cls(session, parent, letter, to).run()

    def __init__(self, session: Session, parent: QWidget | None, letter: RegisteredLetter, to: str) -> None:
        words = (
            "Envoyée par e-mail",
            "&Marquer envoyée",
            "Le programme n’envoie rien lui-même\u00a0: notez ce que vous avez envoyé de votre messagerie.",
        )
        super().__init__(session, parent, letter, words)
        self.to = Field(self, required="Indiquez à qui vous l’avez envoyée.")
        known = emails.prepare(session.store, letter.letter.id)
        self.to.setText(to or (known.contact.address if known.contact else ""))
        self.note = Field(self)
        self.form.add("to", "&À", self.to)
        self.form.add("day", "&Le", self.day)
        self.form.add("note", "&Remarque", self.note)
        self.to.setFocus()

    def save(self) -> Changes | None:
        """Mark the letter as sent."""
        store, today = self._session.store, self._session.today()
        return emails.mark_sent(
            store, self._letter.letter.id, self.day.value(), self.to.text(), today, note=self.note.text()
        )


class AnswerDialog(LetterFactDialog):
    """What the client answered."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, letter_id: int) -> Changes | None:
        """What was noted; None when the user gave up."""
        return cls(session, parent, registered.view(session.store, letter_id, session.today())).run()

    def __init__(self, session: Session, parent: QWidget | None, letter: RegisteredLetter) -> None:
        words = (
            "Réponse du client",
            "&Noter la réponse",
            "Une réponse peut reconnaître la dette, la contester, promettre\u00a0: gardez-la avec la lettre.",
        )
        super().__init__(session, parent, letter, words)
        self.text = TextBox(4, self)
        self.form.add("day", "&Le", self.day)
        self.form.add("text", "&Réponse", self.text)
        self.add_scan("&Message", "Fichier .eml, PDF ou scan")
        self.text.setFocus()

    def save(self) -> Changes | None:
        """Keep the answer."""
        store, today = self._session.store, self._session.today()
        return emails.note_answer(
            store, self._letter.letter.id, self.day.value(), self.text.value(), today, mail=self.file()
        )
