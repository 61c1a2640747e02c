"""Everything about one letter after it was written: what became of it, its files, what the archive keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMenu, QTabWidget, QVBoxLayout, QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.letter_events import POSTAL, EventKind, LetterEvent
from creances_desktop.domain.text import short_date
from creances_desktop.services import archive, attachments, letters, registered
from creances_desktop.services.attachments import About
from creances_desktop.services.changes import Changes
from creances_desktop.services.registered import RegisteredLetter, Stage
from creances_desktop.ui import messages, outside
from creances_desktop.ui.dialogs.letter_event import (
    AnswerDialog,
    EmailedDialog,
    NumberDialog,
    PostalEventDialog,
)
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.pages.attachments import AttachmentsView
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, date_column, state_column
from creances_desktop.ui.widgets.facts import FactLines, FigureStrip
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

STAGES = {
    Stage.TO_DEPOSIT: State("stamp", Stage.TO_DEPOSIT.label, Tone.WARNING),
    Stage.AWAITED: State("hourglass", Stage.AWAITED.label),
    Stage.MISSING: State("circle-alert", Stage.MISSING.label, Tone.DANGER),
    Stage.RECEIVED: State("circle-check", Stage.RECEIVED.label, Tone.SUCCESS),
    Stage.REFUSED: State("ban", Stage.REFUSED.label, Tone.WARNING),
    Stage.UNCLAIMED: State("undo-2", Stage.UNCLAIMED.label, Tone.WARNING),
    Stage.WRONG_ADDRESS: State("triangle-alert", Stage.WRONG_ADDRESS.label, Tone.DANGER),
}
_ICONS = {
    EventKind.DELIVERED: ("printer", Tone.NORMAL),
    EventKind.EMAILED: ("send", Tone.NORMAL),
    EventKind.ANSWERED: ("message-square", Tone.ACCENT),
    EventKind.DEPOSITED: ("stamp", Tone.NORMAL),
    EventKind.PRESENTED: ("bell", Tone.NORMAL),
    EventKind.RECEIVED: ("circle-check", Tone.SUCCESS),
    EventKind.REFUSED: ("ban", Tone.WARNING),
    EventKind.UNCLAIMED: ("undo-2", Tone.WARNING),
    EventKind.WRONG_ADDRESS: ("triangle-alert", Tone.DANGER),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the timeline; `event` is None for the day on which the letter was written."""

    day: date
    what: State
    detail: str
    event: LetterEvent | None = None


def _columns() -> list[Column[_Line]]:
    return [
        date_column("day", "Date", lambda one: one.day),
        state_column("what", "Étape", lambda one: one.what, width=28),
        Column("detail", "Détail", lambda one: one.detail, tooltip=lambda one: one.detail, width=24,
               stretch=True),
        state_column("proof", "Preuve", _proof, width=10),
    ]  # fmt: skip


def _proof(one: _Line) -> State:
    kept = one.event is not None and one.event.attachment_id is not None
    return State("paperclip", "Jointe") if kept else State("", "")


class LetterLifeDialog(QDialog):
    """The letter, its timeline with what each stage entails, its files and its archive.

    Signals:
        data_changed(Changes): an action changed the dossier.
    """

    data_changed = Signal(object)

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, letter_id: int, on_change: Callable[[Changes], None]
    ) -> None:
        """Show it until it is closed; `on_change` is told each action."""
        dialog = cls(session, letter_id, parent)
        dialog.data_changed.connect(on_change)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, letter_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.letter_id = session, letter_id
        self.banner = Banner(self)
        self.head, self.consequence = QLabel(self), QLabel(self)
        self.figures = FigureStrip(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.timeline = Table("letter_life", self)
        self.model: ListModel[_Line] = ListModel(_columns(), parent=self)
        self.files = AttachmentsView(session, "letter_files", self.banner, self)
        self.facts = FactLines(self)
        self._build()
        disable_if_reading(session, self.stage, self.number, self.emailed, self.answer, self.withdraw)
        self.reload()
        self.resize(fitting(self))
        self.stage.setFocus()

    def reload(self) -> None:
        """Read everything again."""
        store, today = self._session.store, self._session.today()
        self.known = registered.view(store, self.letter_id, today)
        letter = self.known.letter
        self.setWindowTitle(f"Lettre {letter.reference} — {letter.client_name}")
        self.head.setText(f"Lettre {letter.reference} — {letter.client_name}")
        self.figures.show_figures(self._figures(self.known))
        self.model.set_rows(self._lines(self.known))
        self.files.show_about(About(letter.client_id, letter_id=letter.id))
        count = len(self.files.model.rows)
        self.tabs.setTabText(1, f"Pièces ({count})" if count else "Pièces")
        self.facts.show_lines(archive.lines(archive.of_letter(store, self.letter_id)))
        self._fill_menu(self.known)
        if self.model.rows:
            self.timeline.select_id(self.model.id_at(len(self.model.rows) - 1))
        self._on_chosen()

    def _build(self) -> None:
        font = self.head.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setWeight(font.Weight.DemiBold)
        self.head.setFont(font)
        self.consequence.setWordWrap(True)
        self.consequence.setProperty("tone", "muted")
        self.timeline.set_rows_model(self.model)
        self.timeline.setAccessibleName("Déroulement")
        self.tabs.addTab(self._timeline_tab(), "Dé&roulement")
        self.tabs.addTab(self.files, "Pièces")
        self.tabs.addTab(self.facts, "Archi&ve")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for part in (self.banner, self.head, self.figures):
            layout.addWidget(part)
        layout.addLayout(self._actions())
        layout.addWidget(self.tabs, 1)
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout.addLayout(foot)
        self.timeline.current_changed.connect(self._on_chosen)
        self.timeline.activated_row.connect(lambda _: self._open_proof())
        self.files.done.connect(self._on_done)

    def _actions(self) -> QHBoxLayout:
        self.stage = push_button("&Noter une étape", self, icon="stamp", primary=True)
        self.menu = QMenu(self.stage)
        self.stage.setMenu(self.menu)
        self.number = push_button("N&uméro…", self, icon="pencil", tooltip="Numéro du recommandé")
        self.emailed = push_button("Envoyée par e-&mail…", self, icon="send")
        self.answer = push_button("Noter une ré&ponse…", self, icon="message-square")
        self.pdf = push_button(
            "&Ouvrir la lettre", self, icon="file-text", tooltip="Telle qu’elle est partie"
        )
        row = QHBoxLayout()
        for button in (self.stage, self.number, self.emailed, self.answer):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.pdf)
        asking = {
            self.number: NumberDialog.ask,
            self.emailed: EmailedDialog.ask,
            self.answer: AnswerDialog.ask,
        }
        for button, ask in asking.items():
            button.clicked.connect(partial(self._ask, ask))
        self.pdf.clicked.connect(self._on_open)
        return row

    def _timeline_tab(self) -> QWidget:
        page = QWidget(self)
        self.proof = push_button("Voir la preuve", page, icon="paperclip")
        self.withdraw = push_button("Retirer cette étape", page, icon="undo-2", tooltip="Notée par erreur")
        row = QHBoxLayout()
        row.addWidget(self.consequence, 1)
        row.addWidget(self.proof)
        row.addWidget(self.withdraw)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.timeline, 1)
        layout.addLayout(row)
        self.proof.clicked.connect(lambda: self._open_proof())  # noqa: PLW0108 - drops the bool
        self.withdraw.clicked.connect(self._on_withdraw)
        return page

    def _figures(self, known: RegisteredLetter) -> list[tuple[str, str, Tone]]:
        letter, life = known.letter, known.life
        state = letters.status_label(letter)
        figures = [("État", state, Tone.NORMAL)]
        if letter.channel == Channel.REGISTERED_LETTER:
            figures = [("Recommandé", known.stage.label, STAGES[known.stage].tone)]
            figures.append(("Numéro", registered.format_number(known.number) or "—", Tone.NORMAL))
        if known.expected_on is not None:
            figures.append(("Accusé attendu le", short_date(known.expected_on), Tone.NORMAL))
        if life.counts_from is not None:
            figures.append(("Date qui compte", short_date(life.counts_from), Tone.ACCENT))
        if known.deadline is not None:
            figures.append(("Fin du délai", short_date(known.deadline), Tone.NORMAL))
        return figures

    def _lines(self, known: RegisteredLetter) -> list[_Line]:
        letter = known.letter
        granted = f"Délai jusqu’au {short_date(letter.deadline)}" if letter.deadline else ""
        written = _Line(letter.issued_on, State("mail", "Écrite"), granted)
        return [written, *(_Line(e.day, _state(e), _detail(e), e) for e in known.events)]

    def _fill_menu(self, known: RegisteredLetter) -> None:
        self.menu.clear()
        issued = known.letter.status not in {"reserved", "cancelled"}
        for kind in POSTAL:
            settled = kind.is_outcome and known.life.outcome is not None
            action = self.menu.addAction(f"{kind.label}…")
            action.setToolTip(registered.CONSEQUENCES[kind])
            action.setEnabled(not settled)
            ask = partial(PostalEventDialog.ask, kind=kind)
            action.triggered.connect(partial(self._ask, ask))
        is_registered = known.letter.channel == Channel.REGISTERED_LETTER
        self.stage.setVisible(is_registered or bool(known.number))
        self.number.setVisible(is_registered)
        for button in (self.stage, self.emailed, self.answer):
            button.setEnabled(issued)

    def _chosen(self) -> _Line | None:
        return self.model.row_of(self.timeline.current_id())

    @Slot()
    def _on_chosen(self) -> None:
        line = self._chosen()
        event = line.event if line else None
        self.consequence.setText(registered.CONSEQUENCES.get(event.kind, "") if event else "")
        self.proof.setEnabled(event is not None and event.attachment_id is not None)
        self.withdraw.setEnabled(event is not None and event.kind is not EventKind.DELIVERED)

    def _open_proof(self) -> None:
        line = self._chosen()
        if line is not None and line.event is not None and line.event.attachment_id is not None:
            name, data = attachments.data(self._session.store, line.event.attachment_id)
            outside.open_copy(name, data, self, self.banner)

    @Slot()
    def _on_open(self) -> None:
        data = letters.pdf(self._session.store, self.letter_id)
        outside.open_copy(self.known.letter.file_name, data, self, self.banner)

    def _ask(self, ask: Callable[[QWidget, Session, int], Changes | None], *_checked: bool) -> None:
        changes = ask(self, self._session, self.letter_id)
        if changes is not None:
            self._on_done(changes)

    @Slot()
    def _on_withdraw(self) -> None:
        line = self._chosen()
        if line is None or line.event is None:
            return
        try:
            changes = registered.withdraw(self._session.store, line.event.id, self._session.today())
        except DomainError as error:
            messages.show_error(error, self, self.banner)
        else:
            self._on_done(changes)

    @Slot(object)
    def _on_done(self, changes: Changes) -> None:
        self.banner.clear()
        self.data_changed.emit(changes)
        self.reload()
        if changes.message:
            self.banner.show_success(changes.message)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 46, line * 27)


def _state(event: LetterEvent) -> State:
    icon, tone = _ICONS[event.kind]
    return State(icon, event.kind.label, tone)


def _detail(event: LetterEvent) -> str:
    to = f"À {event.recipient}" if event.recipient else ""
    return " — ".join(part for part in (to, " ".join(event.text.split())) if part)
