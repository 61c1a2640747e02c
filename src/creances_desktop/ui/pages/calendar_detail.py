"""The entry under the keyboard: all of it, where it leads, and what can be done about it."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.text import short_date
from creances_desktop.ui import icons
from creances_desktop.ui.dialogs.calendar_entry import weekday_words
from creances_desktop.ui.pages.calendar_columns import kind_state, progress_state
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.widgets.buttons import link_button, push_button

LINK_LETTERS = 36
FROM_PLAN = "Vient du plan de relance\u00a0: elle suit les règlements et part de l’onglet Suivi."
NOTHING = "Choisissez une entrée pour voir de quoi il s’agit."


class EntryDetail(QFrame):
    """Shows one entry with its actions; without one, says how to get there.

    Signals:
        client_wanted(), letter_wanted(), invoice_wanted(): show what the entry is about.
        call_wanted(), done_wanted(), postpone_wanted(), edit_wanted(): act on the entry shown.
    """

    client_wanted = Signal()
    letter_wanted = Signal()
    invoice_wanted = Signal()
    call_wanted = Signal()
    done_wanted = Signal()
    postpone_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName("Entrée choisie")
        self._shown: tuple[CalendarEntry, date] | None = None
        self._holidays: Container[date] = frozenset()
        self.entry: CalendarEntry | None = None
        self._sign = QLabel(self)
        self._title = _label(self)
        self._title.setProperty("heading", True)
        self._facts = _label(self)
        self._facts.setProperty("tone", "muted")
        self._note = _label(self)
        self.client = link_button("", self, tooltip="Voir la fiche du client (C)")
        self.letter = link_button("Voir la lettre", self, tooltip="Voir la lettre telle qu’elle est partie")
        self.invoice = link_button("", self, tooltip="Voir la facture")
        self.call = push_button(
            "Noter l’a&ppel…",
            self,
            icon="phone",
            tooltip="Noter ce qui est sorti de l’appel (A)",
            primary=True,
        )
        self.done = push_button("Marquer comme fai&t", self, icon="check", tooltip="Touche F ou Espace")
        self.postpone = push_button("&Reporter…", self, icon="calendar-clock", tooltip="À un autre jour (R)")
        self.edit = push_button("&Modifier…", self, icon="pencil", tooltip="Corriger cette entrée (M)")
        self._place()
        for button, signal in (
            (self.client, self.client_wanted),
            (self.letter, self.letter_wanted),
            (self.invoice, self.invoice_wanted),
            (self.call, self.call_wanted),
            (self.done, self.done_wanted),
            (self.postpone, self.postpone_wanted),
            (self.edit, self.edit_wanted),
        ):
            button.clicked.connect(signal)
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._repaint_sign)
        self.show_entry(None, date.min)

    def set_holidays(self, holidays: Container[date]) -> None:
        """What days are public holidays, from the next entry shown on."""
        self._holidays = holidays

    def show_entry(self, entry: CalendarEntry | None, today: date) -> None:
        """Show this entry as of a day; None shows how to choose one."""
        self.entry = entry
        self._shown = None if entry is None else (entry, today)
        planned = entry is not None and entry.kind is EntryKind.FOLLOW_UP
        open_entry = entry is not None and entry.done_on is None and not planned
        self._sign.setVisible(entry is not None)
        self._title.setText(entry.title if entry is not None else NOTHING)
        self._facts.setVisible(entry is not None)
        self._note.setVisible(entry is not None and bool(entry.note))
        self.client.setVisible(entry is not None and entry.client_id is not None)
        self.letter.setVisible(entry is not None and entry.letter_id is not None)
        self.invoice.setVisible(entry is not None and entry.invoice_id is not None)
        self.call.setVisible(can_call(entry))
        self.done.setVisible(can_reopen(entry) or (entry is not None and open_entry and entry.is_closable))
        self.postpone.setVisible(entry is not None and open_entry and entry.is_movable)
        self.edit.setVisible(open_entry)
        if entry is None:
            return
        self.done.setText("Marquer comme fai&t" if open_entry else "Reme&ttre à faire")
        self._facts.setText(facts_of(entry, today, self._holidays))
        self._note.setText(f"{entry.note}\n{FROM_PLAN}" if planned else entry.note)
        room = self.fontMetrics().averageCharWidth() * LINK_LETTERS
        self.client.setText(
            self.fontMetrics().elidedText(entry.client_name, Qt.TextElideMode.ElideRight, room)
        )
        self.client.setAccessibleName(f"Fiche de {entry.client_name}")
        self.invoice.setText(f"Facture {entry.invoice_number}")
        self._repaint_sign()

    def _place(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        links = QHBoxLayout()
        links.setSpacing(4)
        for link in (self.invoice, self.letter):
            links.addWidget(link)
        links.addStretch(1)
        buttons = QGridLayout()
        buttons.setSpacing(6)
        buttons.setColumnStretch(0, 1)
        for place, button in enumerate((self.call, self.postpone, self.done, self.edit)):
            buttons.addWidget(button, place // 2, place % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(5)
        layout.addLayout(head)
        layout.addWidget(self._facts)
        layout.addWidget(self.client)
        layout.addLayout(links)
        layout.addWidget(self._note)
        layout.addLayout(buttons)

    @Slot()
    def _repaint_sign(self) -> None:
        if self._shown is None:
            return
        state = kind_state(*self._shown)
        side = self.fontMetrics().height()
        self._sign.setPixmap(icons.icon(state.icon, state.tone).pixmap(QSize(side, side)))
        self._sign.setAccessibleName(state.word)


def can_call(entry: CalendarEntry | None) -> bool:
    """Whether the outcome of this entry can be noted: an open call to a client."""
    return (
        entry is not None
        and entry.kind is EntryKind.CALL
        and entry.done_on is None
        and entry.client_id is not None
    )


def can_reopen(entry: CalendarEntry | None) -> bool:
    """Whether this entry can be to do again: a noted call stays noted."""
    return entry is not None and entry.done_on is not None and entry.outcome is None


def facts_of(entry: CalendarEntry, today: date, holidays: Container[date]) -> str:
    """Kind, day and state of an entry in one line."""
    state = progress_state(entry, today)
    words = [entry.kind.label, f"{weekday_words(entry.day, holidays)} {short_date(entry.day)}"]
    if entry.is_overdue(today):
        days = (today - entry.day).days
        words.append(f"en retard de {days}\u00a0jour{'s' * (days > 1)}")
    elif entry.done_on is not None:
        words.append(f"{state.word.lower()} le {short_date(entry.done_on)}")
    return " · ".join(words)


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
