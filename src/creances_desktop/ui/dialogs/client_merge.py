"""Joining two cards of one client, with what it does told before anything happens."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from creances_desktop.domain.clients import Client
from creances_desktop.domain.errors import DomainError
from creances_desktop.services import client_merges, clients
from creances_desktop.services.changes import Changes
from creances_desktop.services.client_merges import MergePreview
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.client_picker import ClientPicker
from creances_desktop.ui.widgets.facts import FactLines, Warnings

EXPLAINED = (
    "Pour un client qui a deux fiches\u00a0: factures, règlements, lettres, agenda et historique passent à "
    "la fiche gardée\u00a0; l’autre est archivée, et son code désigne la première dans les imports suivants."
)


class ClientMergeDialog(FormDialog):
    """The other card, which of both is kept, and the preview."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, client_id: int) -> Changes | None:
        """The cards joined; None when the user gave up."""
        return cls(session, parent, client_id).run()

    def __init__(self, session: Session, parent: QWidget | None, client_id: int) -> None:
        super().__init__("Fusionner deux fiches", "Fusionner les fiches", parent, width=46, height=18)
        self._session = session
        self._client = clients.get(session.store, client_id)
        explained = QLabel(EXPLAINED, self)
        explained.setProperty("tone", "muted")
        explained.setWordWrap(True)
        self.other = ClientPicker(
            lambda words: clients.matching(session.store, words, session.today()),
            self,
            required="Choisissez l’autre fiche.",
        )
        self.kept = QComboBox(self)
        form = self.form = add_form(self)
        form.add("other", "&Autre fiche de ce client", self.other)
        form.add("kept", "Fiche &gardée", self.kept)
        self.warnings = Warnings(self)
        self.facts = FactLines(self)
        for widget in (explained, form, self.warnings, self.facts):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.other.value_edited.connect(self._on_other)
        self.kept.activated.connect(self._show_preview)
        doubles = client_merges.likely_doubles(session.store, client_id)
        if doubles:
            self.other.set_value(doubles[0])
        self._on_other()
        self.other.setFocus()

    def save(self) -> Changes | None:
        kept, gone = self._ids()
        return client_merges.merge(self._session.store, kept, gone)

    def _ids(self) -> tuple[int, int]:
        """The card that is kept, and the other one."""
        other = self.other.client()
        if other is None:
            raise DomainError("Choisissez l’autre fiche.")
        ids = (self._client.id, other.id)
        return ids if self.kept.currentIndex() == 0 else (ids[1], ids[0])

    @Slot()
    def _on_other(self) -> None:
        other = self.other.client()
        self.kept.clear()
        for one in (self._client, other):
            if one is not None:
                self.kept.addItem(_label(one), one.id)
        self._show_preview()

    @Slot()
    def _show_preview(self) -> None:
        known: MergePreview | None = None
        if self.other.client() is not None:
            try:
                known = client_merges.preview(self._session.store, *self._ids())
            except DomainError as error:
                self.banner.show_warning(str(error))
            else:
                self.banner.clear()
        self.accept_button.setEnabled(known is not None)
        self.warnings.show_warnings(
            [("triangle-alert", sentence, Tone.WARNING) for sentence in (known.warnings if known else ())]
        )
        self.facts.show_lines(preview_lines(known) if known else [])


def preview_lines(known: MergePreview) -> list[tuple[str, str]]:
    """What the user reads before: what passes, what is completed, what differs."""
    lines = [
        ("Passent à la fiche gardée", ", ".join(known.moved) or "rien, l’autre fiche est vide"),
    ]
    lines += [(f"{label}, complété", value) for label, value in known.card.filled]
    lines += [
        (f"{one.label}, gardé", f"{one.kept} (l’autre, {one.other}, va dans les notes)")
        for one in known.card.differences
    ]
    return lines


def _label(client: Client) -> str:
    return f"{client.name} ({client.code})"
