"""The three ways into the program for somebody who has nothing in it yet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from creances_desktop.ui import icons
from creances_desktop.ui.theme import Theme, Tone
from creances_desktop.ui.widgets.buttons import push_button

CARD_CHARACTERS = 42
EXAMPLE, IMPORT, INVOICE = "example", "import", "new_invoice"


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: its card and its button."""

    name: str
    icon: str
    title: str
    text: str
    verb: str


DOORS = (
    Door(
        EXAMPLE,
        "book-open",
        "Découvrir",
        "Une société fictive, ses clients, ses factures et ses lettres du jour : rien n’y compte.",
        "&Essayer avec un exemple",
    ),
    Door(
        IMPORT,
        "download",
        "Reprendre mes données",
        "Un FEC, ou des factures en CSV ou Excel. Vous verrez ce qui est compris avant toute écriture.",
        "&Importer mes factures…",
    ),
    Door(
        INVOICE,
        "receipt-euro",
        "Commencer à la main",
        "Une première facture et son client : sa relance se proposera quand son échéance sera passée.",
        "Saisi&r une facture…",
    ),
)


class Doors(QWidget):
    """Three cards side by side, each with its button.

    Signals: chosen(str): the user chose EXAMPLE, IMPORT or INVOICE.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, primary: str = EXAMPLE) -> None:
        """`primary` is the door whose button stands out."""
        super().__init__(parent)
        self._primary = primary
        self._signs: list[tuple[QLabel, str]] = []
        self.buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setSpacing(16)
        for door in DOORS:
            layout.addWidget(self._card(door))
        self._paint_signs()
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._paint_signs)

    def _card(self, door: Door) -> QFrame:
        card = QFrame(self)
        card.setProperty("card", True)
        card.setFixedWidth(CARD_CHARACTERS * card.fontMetrics().averageCharWidth())
        sign = QLabel(card)
        self._signs.append((sign, door.icon))
        heading = QLabel(door.title, card)
        heading.setProperty("heading", True)
        words = QLabel(door.text, card)
        words.setWordWrap(True)
        words.setProperty("tone", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        button = push_button(door.verb, card, tooltip=door.text, primary=door.name == self._primary)
        button.clicked.connect(lambda: self.chosen.emit(door.name))
        self.buttons[door.name] = button
        layout = QVBoxLayout(card)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(8)
        for widget in (sign, heading, words, button):
            layout.addWidget(widget)
        return card

    def _paint_signs(self) -> None:
        size = QSize(32, 32)
        for sign, name in self._signs:
            sign.setPixmap(icons.icon(name, Tone.ACCENT).pixmap(size))
