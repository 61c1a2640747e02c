"""The page *Suivi*: the letters to send today, and everything that was sent."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.letters import claimed_words
from creances_desktop.domain.text import plural
from creances_desktop.services import letters
from creances_desktop.services.changes import Subject
from creances_desktop.ui import messages
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.followups_emails import EmailsWaiting
from creances_desktop.ui.pages.followups_issue import Issuing
from creances_desktop.ui.pages.followups_sent import Sent
from creances_desktop.ui.pages.followups_to_send import ToSend
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button

TO_SEND, SENT, TO_PRINT, CLIENTS = "to_send", "sent", "to_print", "clients:"
MISSING = "missing"


class FollowupsPage(Page):
    """Two halves under a bar: *À envoyer* and *Envoyés*."""

    name = "followups"
    title = "Suivi"
    icon_name = "mail"
    subjects = frozenset(Subject) - {Subject.SETTINGS}

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.banner = Banner(self)
        self.halves = QTabBar(self)
        self.to_send = ToSend(session, self)
        self.sent = Sent(session, self)
        self.issuing = Issuing(session, self.banner, self)
        self.mails = EmailsWaiting(session, self.banner, self)
        self.waiting = QFrame(self)
        self.waiting_text = QLabel(self.waiting)
        self.print_waiting = push_button(
            "Imprimer mainte&nant…", self.waiting, icon="printer",
            tooltip="Imprimer les lettres émises qui ne sont pas encore parties",
        )  # fmt: skip
        self.save_waiting = push_button(
            "Enregistrer leurs PDF…", self.waiting, icon="save",
            tooltip="Les enregistrer dans un dossier plutôt que de les imprimer",
        )  # fmt: skip
        self._stack = QStackedWidget(self)
        self._build()
        disable_if_reading(session, self.print_waiting, self.save_waiting)
        self._connect()
        self.setFocusProxy(self.to_send.proposals)

    def reload(self) -> None:
        """Read both halves again."""
        self._show_waiting()
        self.mails.reload()
        self.to_send.reload()
        self.sent.reload()

    def show_filter(self, chosen: str) -> None:
        """Show `to_send`, `sent`, `missing`, `to_print`, or tick only some letters: `clients:1,2`."""
        self.halves.setCurrentIndex(1 if chosen in {SENT, MISSING} else 0)
        if chosen == MISSING:
            self.sent.show_filter(MISSING)
        if chosen.startswith(CLIENTS):
            self.to_send.choose({int(number) for number in chosen.removeprefix(CLIENTS).split(",") if number})
        elif chosen == TO_PRINT:
            self.print_waiting.setFocus()
        elif chosen in {SENT, MISSING}:
            self.sent.search.setFocus()
        else:
            self.to_send.proposals.setFocus()

    def shows_proposals(self) -> bool:
        """True when the letters of the day are under the eyes, rather than those that left."""
        return self.halves.currentIndex() == 0

    def show_letter(self, letter_id: int) -> None:
        """Show this letter as it was issued."""
        self.halves.setCurrentIndex(1)
        self.sent.show_letter(letter_id)

    def current_client_id(self) -> int | None:
        """The client of the current letter."""
        if self.halves.currentIndex() == 0:
            proposal = self.to_send.current()
            return proposal.client_id if proposal else None
        letter = self.sent.current()
        return letter.client_id if letter else None

    @Slot()
    def issue_and_print(self) -> None:
        """Choose the printer, then issue what is ticked and print it."""
        self.halves.setCurrentIndex(0)
        if clients := self._ticked_clients():
            on_paper = sum(1 for one in self.to_send.ticked() if one.channel is not Channel.EMAIL)
            self.issuing.issue_and_print(clients, on_paper)

    @Slot()
    def issue_to_folder(self) -> None:
        """Issue what is ticked into a folder."""
        self.halves.setCurrentIndex(0)
        if clients := self._ticked_clients():
            self.issuing.issue_to_folder(clients)

    def _ticked_clients(self) -> list[int]:
        clients = [one.client_id for one in self.to_send.ticked()]
        if not clients:
            messages.refuse("Aucune lettre n’est cochée : cochez-en une avec Espace.", self, self.banner)
        return clients

    def _build(self) -> None:
        self.halves.addTab("À envoyer")
        self.halves.addTab("Envoyés")
        self.halves.setExpanding(False)
        self.halves.setAccessibleName("Suivi : à envoyer ou envoyés")
        self.halves.setTabToolTip(0, "Les lettres que le plan de relance propose aujourd’hui")
        self.halves.setTabToolTip(1, "Tout ce qui est parti, tel que c’est parti")
        self.waiting.setProperty("banner", "warning")
        row = QHBoxLayout(self.waiting)
        row.setContentsMargins(10, 4, 6, 4)
        row.addWidget(self.waiting_text, 1)
        row.addWidget(self.save_waiting)
        row.addWidget(self.print_waiting)
        self._stack.addWidget(self.to_send)
        self._stack.addWidget(self.sent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 8)
        layout.setSpacing(6)
        for widget in (self.halves, self.banner, self.waiting, self.mails):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)
        self.waiting.hide()

    def _connect(self) -> None:
        self.halves.currentChanged.connect(self._stack.setCurrentIndex)
        self.to_send.print_requested.connect(self.issue_and_print)
        self.to_send.saving_requested.connect(self.issue_to_folder)
        self.to_send.client_chosen.connect(self.client_chosen)
        self.to_send.choice_changed.connect(self._on_choice_changed)
        self.to_send.data_changed.connect(self.data_changed)
        self.sent.client_chosen.connect(self.client_chosen)
        self.sent.data_changed.connect(self.data_changed)
        self.sent.reprint_requested.connect(lambda letter_id: self.issuing.print_letters([letter_id]))
        self.issuing.data_changed.connect(self.data_changed)
        self.mails.data_changed.connect(self.data_changed)
        self.issuing.busy_changed.connect(self._on_busy_changed)
        self.print_waiting.clicked.connect(lambda: self.issuing.print_waiting())  # noqa: PLW0108 - drops the bool
        self.save_waiting.clicked.connect(lambda: self.issuing.save_waiting())  # noqa: PLW0108 - drops the bool

    def _show_waiting(self) -> None:
        found = letters.to_print(self.session.store)
        claimed = claimed_words(sum(letter.claimed for letter in found))
        words = plural(len(found), "lettre émise attend", "lettres émises attendent")
        self.waiting_text.setText(
            f"{words} d’être imprimée{'s' if len(found) > 1 else ''}{f' ({claimed})' if claimed else ''}."
        )
        self.waiting.setVisible(bool(found) and not self.issuing.busy)

    @Slot()
    def _on_choice_changed(self) -> None:
        count = self.to_send.proposal_model.rowCount()
        self.halves.setTabText(0, f"À envoyer ({count})" if count else "À envoyer")

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:
        for button in (self.to_send.print_button, self.to_send.save_button):
            button.setEnabled(not busy and bool(self.to_send.ticked()))
        self._show_waiting()
