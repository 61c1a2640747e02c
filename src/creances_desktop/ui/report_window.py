"""The window that opens when the program is at fault: reassuring, short, with the details to copy."""

from __future__ import annotations

import platform
import re
import traceback

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from creances_desktop import __version__
from creances_desktop.ui import icons
from creances_desktop.ui.theme import Tone

HEADLINE = "Une erreur inattendue s’est produite."
_REASSURANCE = (
    "Vos données sont intactes : l’action en cours n’a rien enregistré. Vous pouvez continuer à travailler.\n"
    "Si cela se reproduit, copiez les détails et envoyez-les aux auteurs du programme ; ils ne contiennent "
    "ni montant, ni nom de client."
)
_SECRETS = (
    (re.compile(r"\[(SQL|parameters): .*", re.DOTALL), r"[\1: …]"),
    (re.compile(r"\S+@\S+"), "…@…"),
    (re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»\n]*»"), "'…'"),
    (re.compile(r"\d[\d\s.,\u00a0\u202f]*\d|\d"), "#"),
)

_open: ReportWindow | None = None


def details_of(error: BaseException) -> str:
    """The traceback of this exception without business data.

    Source lines stay, for they are ours; of each message only its words stay: quoted values, figures,
    addresses and the parameters of SQL are masked.
    """
    parts: list[str] = []
    for each in _chain(error):
        frames = "".join(traceback.format_tb(each.__traceback__))
        parts.append(f"{frames}{type(each).__module__}.{type(each).__qualname__}: {masked(str(each))}\n")
    return "\n".join(parts)


def masked(text: str) -> str:
    """The words of a message without quoted values, figures, addresses and SQL parameters."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def open_report(details: str, parent: QWidget | None = None) -> ReportWindow:
    """The report window, shown without blocking; a second error is added to the window already open."""
    global _open  # noqa: PLW0603 - one report window at a time
    if _open is None:
        _open = ReportWindow(parent)
        _open.destroyed.connect(_forget)
    _open.add(details)
    _open.show()
    _open.raise_()
    return _open


def _forget() -> None:
    global _open  # noqa: PLW0603 - one report window at a time
    _open = None


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and those that led to it, oldest first."""
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return found[::-1]


class ReportWindow(QDialog):
    """Says that something unexpected happened and that the data are safe; details are folded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Erreur inattendue")
        sign = QLabel(self)
        size = self.fontMetrics().height() * 2
        sign.setPixmap(icons.icon("bug", Tone.WARNING).pixmap(size, size))
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        headline = QLabel(HEADLINE, self)
        headline.setProperty("heading", True)
        text = QLabel(_REASSURANCE, self)
        text.setWordWrap(True)
        text.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        self._details = QPlainTextEdit(self)
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Détails techniques")
        self._details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details.setMinimumHeight(self.fontMetrics().height() * 12)
        self._details.hide()
        words = QVBoxLayout()
        words.addWidget(headline)
        words.addWidget(text)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(sign)
        top.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._details, 1)
        layout.addWidget(self._buttons())

    def details(self) -> str:
        """The text that the copy button copies."""
        return self._details.toPlainText()

    def add(self, details: str) -> None:
        """Add the details of one more error."""
        if not self.details():
            self._details.setPlainText(
                f"Créances {__version__} — Python {platform.python_version()} — Qt {pyside_version} — "
                f"{platform.platform()}\n"
            )
        self._details.appendPlainText(details)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        self._fold = QPushButton("&Voir les détails", self)
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._on_fold)
        copy = QPushButton("&Copier les détails", self)
        copy.setToolTip("Copier les détails dans le presse-papiers")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details()))
        box.addButton(self._fold, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        proceed = box.addButton("C&ontinuer", QDialogButtonBox.ButtonRole.AcceptRole)
        proceed.setDefault(True)
        box.accepted.connect(self.close)
        return box

    @Slot(bool)
    def _on_fold(self, unfolded: bool) -> None:
        self._details.setVisible(unfolded)
        self._fold.setText("&Masquer les détails" if unfolded else "&Voir les détails")
        self.adjustSize()
