"""The text of a letter under the hand: fields stand out as chips, bold words are bold, faults are marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from creances_desktop.domain.letter_notation import Kind, Mark, Notation
from creances_desktop.domain.letter_templates import BOLD
from creances_desktop.ui.theme import Theme, colours

_SPACE_AFTER = 7


class LetterText(QTextEdit):
    """Some paragraphs of a letter; Tab leaves it, Ctrl+B makes the chosen words bold.

    Signals:
        edited(): the user changed the text.
    """

    edited = Signal()

    def __init__(self, notation: Notation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self._marker = _Marker(self, notation)
        self._filling = False
        self.textChanged.connect(self._on_changed)
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._marker.rehighlight)

    def set_notation(self, notation: Notation) -> None:
        """Know the fields of another letter from now on."""
        self._marker.notation = notation
        self._filling = True
        self._marker.rehighlight()
        self._filling = False

    def set_faults(self, passages: Iterable[str]) -> None:
        """Mark these passages as to be reviewed, wherever they stand."""
        found = tuple(passages)
        if found != self._marker.faults:
            self._marker.faults = found
            self._filling = True
            self._marker.rehighlight()
            self._filling = False

    def set_paragraphs(self, paragraphs: Sequence[str]) -> None:
        """Show these; what stands between `**` is bold."""
        self._filling = True
        self.clear()
        cursor = self.textCursor()
        space = QTextBlockFormat()
        space.setBottomMargin(_SPACE_AFTER)
        for place, paragraph in enumerate(paragraphs or ("",)):
            if place:
                cursor.insertBlock(space, _words(bold=False))
            else:
                cursor.setBlockFormat(space)
            for number, stretch in enumerate(paragraph.split(BOLD)):
                cursor.insertText(stretch, _words(bold=number % 2 == 1))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._filling = False

    def paragraphs(self) -> tuple[str, ...]:
        """The text, bold words between `**`; blank lines are left out."""
        found: list[str] = []
        block = self.document().begin()
        while block.isValid():
            found.append(_marked(block).strip())
            block = block.next()
        return tuple(one for one in found if one)

    def insert_field(self, label: str) -> None:
        """Put a field where the cursor is."""
        self.textCursor().insertText(f"[{label}]")
        self.setFocus()

    def insert_agreement(self) -> None:
        """Put two words that agree with the number of invoices where the cursor is, the first one chosen."""
        cursor = self.textCursor()
        start = cursor.position()
        cursor.insertText("[la facture | les factures]")
        cursor.setPosition(start + 1)
        cursor.setPosition(start + 1 + len("la facture"), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    @Slot()
    def toggle_bold(self) -> None:
        """Make the chosen words bold, or plain when they are."""
        cursor = self.textCursor()
        cursor.mergeCharFormat(_words(bold=cursor.charFormat().fontWeight() < QFont.Weight.DemiBold))
        self.edited.emit()

    @Slot()
    def _on_changed(self) -> None:
        if not self._filling:
            self.edited.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only: letters have the font of the house."""
        self.textCursor().insertText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Bold):
            self.toggle_bold()
        else:
            super().keyPressEvent(event)


class _Marker(QSyntaxHighlighter):
    """Colours fields, unknown words between brackets and passages to review."""

    def __init__(self, edit: QTextEdit, notation: Notation) -> None:
        super().__init__(edit.document())
        self.notation = notation
        self.faults: tuple[str, ...] = ()

    def highlightBlock(self, text: str) -> None:
        for mark in self.notation.marks(text):
            self.setFormat(mark.start, mark.end - mark.start, _chip(mark))
        for passage in self.faults:
            place = text.find(passage)
            while passage and place >= 0:
                self.setFormat(place, len(passage), _underlined(colours().danger))
                place = text.find(passage, place + len(passage))


def _chip(mark: Mark) -> QTextCharFormat:
    if mark.kind is Kind.UNKNOWN:
        return _underlined(colours().danger)
    shape = QTextCharFormat()
    tint = QColor(colours().accent)
    tint.setAlpha(26 if mark.kind is Kind.AGREEMENT else 48)
    shape.setBackground(tint)
    shape.setForeground(QColor(colours().text))
    return shape


def _underlined(colour: str) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setForeground(QColor(colour))
    shape.setUnderlineColor(QColor(colour))
    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    return shape


def _words(*, bold: bool) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return shape


def _marked(block: object) -> str:
    """The words of a block, those in bold between `**`."""
    parts: list[str] = []
    iterator = block.begin()  # type: ignore[attr-defined]
    while not iterator.atEnd():
        fragment = iterator.fragment()
        words = fragment.text().replace("\u2028", " ")
        heavy = fragment.charFormat().fontWeight() >= QFont.Weight.DemiBold
        bare = words.strip(" ")
        if heavy and bare:
            lead, tail = words[: len(words) - len(words.lstrip(" "))], words[len(words.rstrip(" ")) :]
            parts.append(f"{lead}{BOLD}{bare}{BOLD}{tail}")
        else:
            parts.append(words)
        iterator += 1
    return "".join(parts).replace(BOLD + BOLD, "")
