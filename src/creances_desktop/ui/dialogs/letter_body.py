"""The words of one letter, changed before it leaves: the text it comes from stays as it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QWidget

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.letter_catalogue import notation_of
from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.services.changes import Changes
from creances_desktop.services.letter_checks import CheckedLetter
from creances_desktop.services.letter_texts import Wording, check
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.form_dialog import FormDialog
from creances_desktop.ui.dialogs.letter_text_panel import LetterTextPanel
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.facts import Warnings
from creances_desktop.ui.widgets.letter_checks import checks_of
from creances_desktop.ui.widgets.pdf_view import PdfPreview
from creances_desktop.ui.widgets.splitter import KeptSplitter

PAUSE_MS = 500
Trying = Callable[[Wording], CheckedLetter]


class LetterBodyDialog(FormDialog):
    """Words on the left, the real PDF on the right. `wanted` is what the user made of them."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None,
        title: str,
        worded: tuple[LetterTemplate, Wording],
        trying: Trying,
    ) -> None:
        """`worded`: the text of the letter, and its words to begin with.

        `trying` gives the letter with other words; it runs on the worker.
        """
        text, wording = worded
        super().__init__(title, "&Garder ces mots", parent)
        self._session, self._text, self._trying = session, text, trying
        self.wanted: Wording | None = None
        self.given_up = False
        self.panel = LetterTextPanel(self)
        self.checks = Warnings(self)
        self.preview = PdfPreview(self)
        self.back_button = push_button(
            "&Reprendre le modèle", self, icon="undo-2", tooltip="Abandonner la retouche de cette lettre"
        )
        self.buttons.addButton(self.back_button, QDialogButtonBox.ButtonRole.ResetRole)
        hint = QLabel("Ces mots ne valent que pour cette lettre\u00a0: le modèle ne change pas.", self)
        hint.setProperty("tone", "muted")
        halves = KeptSplitter("letter_body", Qt.Orientation.Horizontal, self)
        halves.addWidget(self.panel)
        halves.addWidget(self.preview)
        halves.share(640, 480)
        self.body.addWidget(hint)
        self.body.addWidget(halves, 1)
        self.body.addWidget(self.checks)
        self.resize(fitting(self))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self.panel.edited.connect(self._pause.start)
        self.back_button.clicked.connect(self._on_back)
        self.panel.show_wording(notation_of(text), wording)
        self._draw()

    def save(self) -> Changes | None:
        wanted = self.panel.wording()
        check(self._text, wanted)
        self.wanted = wanted
        return Changes(frozenset(), "")

    def show_refusal(self, error: DomainError | OSError) -> None:
        if isinstance(error, InvalidValue):
            self.panel.show_invalid(error)
        messages.show_error(error, self, self.banner)

    @Slot()
    def _draw(self) -> None:
        wanted, trying = self.panel.wording(), self._trying
        self._session.executor.submit(
            lambda _: trying(wanted),
            self._on_drawn,
            lambda error: self.preview.clear(messages.sentence_of(error)),
            lane=Lane.PDF,
            key="letter_body",
            owner=self,
        )

    def _on_drawn(self, letter: CheckedLetter) -> None:
        self.preview.show_pdf(letter.pdf)
        self.panel.show_problems(letter.findings)
        self.checks.show_warnings([one for one in checks_of(letter) if one[0] != "triangle-alert"])

    @Slot()
    def _on_back(self) -> None:
        self.given_up = True
        self.reject()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 72, line * 40)
