"""The choices of *Préparer le courrier*: how letters are printed, and on what their addresses are."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from creances_desktop.services import mail_papers, registered_slips
from creances_desktop.services.mail import MailOptions

MOST_COPIES = 5


class MailChoice(QWidget):
    """Both sides, enclosures, copies.

    Signals:
        changed(): the user chose otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.duplex = QCheckBox("Recto &verso", self)
        self.duplex.setToolTip("Chaque lettre et chaque pièce commence sur sa propre feuille")
        self.duplex.setChecked(True)
        self.enclosures = QCheckBox("&Joindre les pièces", self)
        self.enclosures.setToolTip("Les copies de factures que les lettres annoncent les suivent")
        self.enclosures.setChecked(True)
        self.copies = QSpinBox(self)
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setAccessibleName("Exemplaires")
        self.copies.setToolTip("Les exemplaires en plus suivent leur lettre, sans ses pièces")
        label = QLabel("E&xemplaires\u00a0:", self)
        label.setBuddy(self.copies)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for widget in (self.duplex, self.enclosures):
            row.addWidget(widget)
            widget.clicked.connect(lambda: self.changed.emit())  # noqa: PLW0108 - drops the bool
        row.addWidget(label)
        row.addWidget(self.copies)
        row.addStretch(1)
        self.copies.valueChanged.connect(lambda: self.changed.emit())  # noqa: PLW0108 - drops the number

    def options(self) -> MailOptions:
        """What is chosen."""
        return MailOptions(self.duplex.isChecked(), self.enclosures.isChecked(), self.copies.value())


class AddressChoice(QWidget):
    """A sheet of labels with the first free one, or an envelope."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.support = QComboBox(self)
        self.support.setAccessibleName("Étiquettes ou enveloppes")
        for sheet in registered_slips.sheets():
            self.support.addItem(f"Étiquettes {sheet.name}", ("label", sheet.id, sheet.count))
        for kind, name in mail_papers.envelope_kinds().items():
            self.support.addItem(f"Enveloppes {name}", ("envelope", kind, 0))
        self.start = QSpinBox(self)
        self.start.setAccessibleName("Première étiquette libre")
        self.start.setToolTip("Pour finir une planche entamée\u00a0: 1 est en haut à gauche")
        self._start_label = QLabel("à partir de la &place\u00a0:", self)
        self._start_label.setBuddy(self.start)
        label = QLabel("A&dresses\u00a0:", self)
        label.setBuddy(self.support)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (label, self.support, self._start_label, self.start):
            row.addWidget(widget)
        row.addStretch(1)
        self.support.currentIndexChanged.connect(self._on_chosen)
        self._on_chosen()

    def chosen(self) -> tuple[str, str]:
        """`label` or `envelope`, and which."""
        what, which, _ = self.support.currentData()
        return str(what), str(which)

    @Slot()
    def _on_chosen(self) -> None:
        what, _, count = self.support.currentData()
        for widget in (self._start_label, self.start):
            widget.setVisible(what == "label")
        if what == "label":
            self.start.setRange(1, int(count))
