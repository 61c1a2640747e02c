"""The people at a client's, as a grid to type into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creances_desktop.domain.clients import Contact
from creances_desktop.domain.identifiers import clean_email
from creances_desktop.ui import icons
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.edit_grid import Edit, EditGrid, EditModel

COLUMNS: tuple[Column[Contact], ...] = (
    Column("name", "Nom", lambda one: one.name, width=20, stretch=True),
    Column("role", "Fonction", lambda one: one.role, width=18),
    Column("phone", "Téléphone", lambda one: one.phone, width=16),
    Column("email", "E-mail", lambda one: one.email, width=26),
    Column(
        "preferred",
        "Préféré",
        lambda one: "Oui" if one.preferred else "",
        icon=lambda one: "check" if one.preferred else None,
        width=10,
    ),
)


def _with_email(one: Contact, text: str) -> Contact:
    return replace(one, email=clean_email(text) if text.strip() else "")


EDITS: dict[str, Edit[Contact]] = {
    "name": Edit(lambda one: one.name, lambda one, text: replace(one, name=text.strip())),
    "role": Edit(lambda one: one.role, lambda one, text: replace(one, role=text.strip())),
    "phone": Edit(lambda one: one.phone, lambda one, text: replace(one, phone=text.strip())),
    "email": Edit(lambda one: one.email, _with_email),
}


class ContactsGrid(QWidget):
    """The contacts of a client; one of them at most is the preferred one.

    Signals:
        refused(str): why what was typed was not taken.
    """

    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = EditModel(COLUMNS, EDITS)
        self.grid = EditGrid("contacts_edited", self)
        self.grid.setAccessibleName("Contacts")
        self.grid.set_rows_model(self.model)
        self.grid.set_empty_message(
            "Aucun contact", "Ajoutez la personne à appeler\u00a0: nom, fonction, téléphone, e-mail."
        )
        self.model.refused.connect(self.refused)
        buttons = QHBoxLayout()
        for text, icon, slot in (
            ("A&jouter un contact", "plus", self._on_add),
            ("&Retirer", "trash-2", self._on_remove),
            ("Contact &préféré", "check", self._on_prefer),
        ):
            button = SideButton(text, self)
            icons.apply(button, icon)
            button.clicked.connect(slot)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid, 1)
        layout.addLayout(buttons)

    def contacts(self) -> tuple[Contact, ...]:
        """The contacts typed; lines left empty are dropped."""
        rows = [self.model.row_at(place) for place in range(self.model.rowCount())]
        return tuple(one for one in rows if one is not None and (one.name or one.phone or one.email))

    def set_contacts(self, contacts: Iterable[Contact]) -> None:
        """Show these."""
        self.model.set_rows(contacts)

    @Slot()
    def _on_add(self) -> None:
        self.model.set_rows([*self.model.rows, Contact()])
        self.grid.edit_cell(self.model.rowCount() - 1, "name")

    @Slot()
    def _on_remove(self) -> None:
        current = self.grid.currentIndex().row()
        if current >= 0:
            self.model.set_rows([one for place, one in enumerate(self.model.rows) if place != current])

    @Slot()
    def _on_prefer(self) -> None:
        current = self.grid.currentIndex().row()
        if current >= 0:
            self.model.set_rows(
                [replace(one, preferred=place == current) for place, one in enumerate(self.model.rows)]
            )
