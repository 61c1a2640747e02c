"""A letter outside the plan: chosen, about these invoices or payments, seen as it will be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.other_letters import OTHER_LETTERS, FieldValue, OtherLetter, Subject
from creances_desktop.services import other_letters
from creances_desktop.services.changes import Changes
from creances_desktop.services.letter_checks import CheckedLetter
from creances_desktop.services.letter_texts import Wording
from creances_desktop.services.other_letters import Order
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.form_dialog import FormDialog
from creances_desktop.ui.dialogs.letter_body import LetterBodyDialog
from creances_desktop.ui.dialogs.other_letter_form import OtherLetterForm
from creances_desktop.ui.dialogs.other_letter_rows import SubjectLists
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.facts import Warnings
from creances_desktop.ui.widgets.fields import LabelledForm
from creances_desktop.ui.widgets.form import align_forms
from creances_desktop.ui.widgets.letter_checks import checks_of
from creances_desktop.ui.widgets.pdf_view import PdfPreview
from creances_desktop.ui.widgets.splitter import KeptSplitter

PAUSE_MS = 350
GRANTED_DAYS = 15
_KEYS = "LVEMPASR"
_CHANNELS = (Channel.LETTER, Channel.REGISTERED_LETTER, Channel.EMAIL)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was issued; `to_print`: the user wants to print it now."""

    changes: Changes
    to_print: bool


class Reviewing(DomainError):
    """The user goes back to the letter: nothing to say."""


class OtherLetterDialog(FormDialog):
    """The choice and the form on the left, the real PDF on the right."""

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        client_id: int,
        *,
        template_id: str = "",
        invoice_ids: tuple[int, ...] = (),
        typed: Mapping[str, FieldValue] | None = None,
    ) -> Written | None:
        """The letter issued; None when the user gave up. Without `template_id`, the first of the list.

        `typed` fills fields beforehand.
        """
        dialog = cls(
            session, parent, client_id, template_id=template_id, invoice_ids=invoice_ids, typed=typed
        )
        changes = dialog.run()
        return None if changes is None else Written(changes, dialog.to_print)

    def __init__(
        self,
        session: Session,
        parent: QWidget | None,
        client_id: int,
        *,
        template_id: str = "",
        invoice_ids: tuple[int, ...] = (),
        typed: Mapping[str, FieldValue] | None = None,
    ) -> None:
        choice = other_letters.choices(session.store, client_id, session.today())
        super().__init__(f"Écrire à {choice.client.name}", "É&mettre la lettre", parent)
        self._session = session
        self._client_id = client_id
        self.to_print = False
        self._wording: Wording | None = None
        granted = session.today() + timedelta(days=GRANTED_DAYS)
        self._typed: dict[str, FieldValue] = {"deadline": granted, **(typed or {})}
        self.kind, self.channel = QComboBox(self), QComboBox(self)
        self.head = LabelledForm(self)
        self.about = SubjectLists(choice, invoice_ids, self)
        self.advice = QLabel(self)
        self.form = OtherLetterForm(next(iter(OTHER_LETTERS.values())), session.today(), _KEYS, self)
        self.checks = Warnings(self)
        self.preview = PdfPreview(self)
        self.print_button = push_button(
            "Émettre et im&primer…",
            self,
            icon="printer",
            tooltip="Émettre la lettre, puis choisir l’imprimante",
        )
        self.edit_button = push_button(
            "&Retoucher le texte…", self, icon="pencil", tooltip="Changer les mots de cette lettre seule"
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._build()
        self._connect()
        self._choose(template_id or next(iter(OTHER_LETTERS)))

    def letter(self) -> OtherLetter:
        """The letter chosen."""
        return OTHER_LETTERS[self.kind.currentData()]

    def order(self) -> Order:
        """What is asked for, as the form stands."""
        letter = self.letter()
        return Order(
            self._client_id,
            letter.id,
            () if letter.subject in (Subject.PAYMENTS, Subject.ACCOUNT) else self.about.invoice_ids(),
            self.about.payment_ids() if letter.subject is Subject.PAYMENTS else (),
            self.form.values(),
            Channel(self.channel.currentData()),
            self._wording,
        )

    def save(self) -> Changes | None:
        store, day = self._session.store, self._session.today()
        faults = other_letters.checked(store, self.order(), day).findings
        if faults and not messages.confirm(
            "Passages à revoir",
            "Cette lettre contient des passages à revoir avant l’envoi.",
            "Émettre quand même",
            self,
            informative="\n\n".join(f"«\u00a0{one.passage}\u00a0»\u00a0: {one.reason}" for one in faults),
            dangerous=True,
            give_up="Revoir la lettre",
        ):
            raise Reviewing
        letter_id = other_letters.issue_order(store, self.order(), day)
        return other_letters.changes_of(store, letter_id)

    def show_refusal(self, error: DomainError | OSError) -> None:
        """What is wrong with the lists is said in the banner, above them."""
        if isinstance(error, Reviewing):
            return
        if isinstance(error, InvalidValue) and self.form.show_invalid(error):
            return
        messages.show_error(error, self, self.banner)

    def _build(self) -> None:
        for letter in OTHER_LETTERS.values():
            self.kind.addItem(letter.name, letter.id)
        for channel in _CHANNELS:
            self.channel.addItem(channel.label, channel.value)
        self.head.add("kind", "&Lettre", self.kind)
        self.head.add("channel", "En&voi", self.channel)
        self.advice.setWordWrap(True)
        self.advice.setProperty("tone", "muted")
        self.preview.setMinimumWidth(320)
        self.buttons.addButton(self.edit_button, QDialogButtonBox.ButtonRole.ResetRole)
        self.buttons.addButton(self.print_button, QDialogButtonBox.ButtonRole.ActionRole)
        left = QWidget(self)
        self._column = QVBoxLayout(left)
        self._column.setContentsMargins(0, 0, 6, 0)
        for widget in (self.head, self.advice, self.about, self.form, self.checks):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(left)
        halves = KeptSplitter("other_letter", Qt.Orientation.Horizontal, self)
        halves.addWidget(scroll)
        halves.addWidget(self.preview)
        halves.share(560, 460)
        self.body.addWidget(halves, 1)
        self.resize(fitting(self))

    def _connect(self) -> None:
        self.kind.activated.connect(self._on_kind_chosen)
        self.channel.activated.connect(self._draw_soon)
        self.about.choice_changed.connect(self._draw_soon)
        self.print_button.clicked.connect(self._on_print)
        self.edit_button.clicked.connect(self._on_edit)
        self._pause.timeout.connect(self._draw)

    def _choose(self, template_id: str) -> None:
        """Show this letter; what was typed for the other one is kept where both ask the same."""
        self.kind.setCurrentIndex(self.kind.findData(template_id))
        letter = self.letter()
        self._wording = None
        self._typed |= self.form.values()
        form = OtherLetterForm(letter, self._session.today(), _KEYS, self)
        form.fill(self._typed)
        self._column.replaceWidget(self.form, form)
        self.form.setParent(None)
        self.form.deleteLater()
        self.form = form
        self.forms = [form]
        align_forms([self.head, form], note_letters=18)
        form.setVisible(bool(letter.fields))
        form.edited.connect(self._draw_soon)
        self.channel.setCurrentIndex(self.channel.findData(letter.channel.value))
        self.advice.setText(letter.advice)
        self.advice.setVisible(bool(letter.advice))
        self.about.show_for(letter.subject)
        self.banner.clear()
        self._draw()

    @Slot()
    def _draw_soon(self) -> None:
        self._pause.start()

    @Slot()
    def _draw(self) -> None:
        store, day, order = self._session.store, self._session.today(), self.order()
        self._session.executor.submit(
            lambda _: other_letters.checked(store, order, day),
            self._on_drawn,
            self._on_undrawn,
            lane=Lane.PDF,
            key="other_letter",
            owner=self,
        )

    def _on_drawn(self, letter: CheckedLetter) -> None:
        self.banner.clear()
        self.preview.show_pdf(letter.pdf)
        self.checks.show_warnings(checks_of(letter))
        self.edit_button.setEnabled(True)

    def _on_undrawn(self, error: Exception) -> None:
        """A letter that is not whole yet says what it waits for, where it will be seen."""
        self.preview.clear(messages.sentence_of(error))
        self.checks.show_warnings([])
        self.edit_button.setEnabled(False)

    @Slot()
    def _on_edit(self) -> None:
        """Change the words of this letter; another letter, or the text taken again, forgets them."""
        store, day, order = self._session.store, self._session.today(), self.order()
        text, words = other_letters.wording(store, replace(order, wording=None), day)
        dialog = LetterBodyDialog(
            self._session,
            self,
            f"Retoucher\u00a0: {self.letter().name}",
            (text, self._wording or words),
            lambda wanted: other_letters.checked(store, replace(order, wording=wanted), day),
        )
        dialog.run()
        if dialog.wanted is not None or dialog.given_up:
            self._wording = dialog.wanted
            self._draw()

    @Slot(int)
    def _on_kind_chosen(self, _place: int) -> None:
        self._choose(self.kind.currentData())

    @Slot()
    def _on_print(self) -> None:
        self.to_print = True
        self.accept()
        if self.changes is None:
            self.to_print = False

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 66, line * 40)
