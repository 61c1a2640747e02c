"""What is known of a client: until when it is kept and why, handed over to him, or erased."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QSpinBox, QWidget

from creances_desktop.domain.retention import RetentionKind
from creances_desktop.domain.text import fold, plural, short_date
from creances_desktop.services import personal_data
from creances_desktop.services.changes import Changes
from creances_desktop.services.personal_data import PersonalOverview
from creances_desktop.ui import file_dialogs, messages
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.facts import FactLines, Warned, Warnings

LAW = (
    "Le règlement général sur la protection des données donne à une personne le droit de recevoir ce que "
    "vous savez d’elle, et de le faire effacer quand plus rien n’oblige à le conserver. Ces durées sont une "
    "information, pas un avis juridique."
)


class PersonalDataDialog(FormDialog):
    """The personal data of one client; its button erases them, where nothing holds them any more."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, client_id: int) -> Changes | None:
        """What was changed; None when nothing was."""
        return cls(session, parent, client_id).run()

    def __init__(self, session: Session, parent: QWidget | None, client_id: int) -> None:
        super().__init__("Données personnelles", "&Effacer ses données…", parent, width=52)
        self._session = session
        self._client_id = client_id
        self._kept: Changes | None = None
        self.name = QLabel(self)
        self.name.setProperty("heading", True)
        self.facts = FactLines(self)
        self.reasons = Warnings(self)
        law = QLabel(LAW, self)
        law.setWordWrap(True)
        law.setProperty("tone", "muted")
        for widget in (self.name, self.facts, self.reasons, law):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.cancel_button.setText("Fermer")
        self.export_button = self._side("E&xporter ses données…", self._on_export)
        self.years_button = self._side("&Durées de conservation…", self._on_years)
        self._show()

    def _side(self, text: str, do: object) -> SideButton:
        button = SideButton(text, self)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(do)
        return button

    def _show(self) -> None:
        found = self._found = personal_data.overview(
            self._session.store, self._client_id, self._session.today()
        )
        self.name.setText(found.name)
        self.facts.show_lines(_facts(found))
        self.reasons.show_warnings(_reasons(found))
        self.accept_button.setEnabled(not found.reasons and found.erased_on is None)

    @Slot()
    def accept(self) -> None:
        """Erase, once the user has read what that means: it is the one thing that has no way back."""
        if messages.confirm(
            "Effacer les données personnelles",
            f"Effacer tout ce qui nomme {self._found.name}\u00a0?",
            "Effacer définitivement",
            self,
            informative="Nom, adresse, contacts, lettres, notes et pièces disparaissent du dossier. Les "
            "montants, les dates et les numéros restent. Cela ne s’annule pas.",
            dangerous=True,
        ):
            super().accept()

    def save(self) -> Changes | None:
        return personal_data.erase(self._session.store, self._client_id, self._session.today())

    def run(self) -> Changes | None:
        """What was erased, or changed of the delays; None when nothing was."""
        return super().run() or self._kept

    @Slot()
    def _on_export(self) -> None:
        name = "-".join(fold(self._found.name).split()) or "client"
        path = file_dialogs.file_to_write(
            self, "Exporter ses données", "Archive (*.zip)", f"donnees-{name}.zip", suffix="zip"
        )
        if path is None:
            return
        store, client_id = self._session.store, self._client_id
        self._session.executor.submit(
            lambda _: personal_data.export(store, client_id, path),
            lambda done: messages.notify(f"Données enregistrées\u00a0: {done}", self, self.banner),
            lambda error: messages.show_error(error, self, self.banner),
            owner=self,
            label="Export des données",
        )

    @Slot()
    def _on_years(self) -> None:
        changes = RetentionDialog.ask(self, self._session)
        if changes is not None:
            self._kept = changes
            self._show()


class RetentionDialog(FormDialog):
    """How long each kind of data is kept, with what the law says beside it."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """The delays kept; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Durées de conservation", "Enregistrer les durées", parent, width=56)
        self._session = session
        self.years: dict[RetentionKind, QSpinBox] = {}
        notes: list[str] = []
        form = self.form = add_form(self)
        for rule, key in zip(personal_data.rules(session.store), "FLC", strict=True):
            box = QSpinBox(self)
            box.setRange(1, 30)
            box.setSuffix("\u00a0ans")
            box.setValue(rule.years)
            self.years[rule.kind] = box
            form.add(rule.kind.value, f"&{key}{rule.kind.label[1:]}", box, rule.source)
            notes.append(f"{rule.kind.label}\u00a0: {rule.note}.")
        told = QLabel("\n".join(notes), self)
        told.setWordWrap(True)
        told.setProperty("tone", "muted")
        self.body.addWidget(form)
        self.body.addWidget(told)
        self.body.addStretch(1)

    def save(self) -> Changes | None:
        chosen = {kind: box.value() for kind, box in self.years.items()}
        return personal_data.save_years(self._session.store, chosen)


def _facts(found: PersonalOverview) -> list[tuple[str, str]]:
    lines = [
        (
            one.rule.kind.label,
            f"dernier jour {short_date(one.last)}, à garder jusqu’au {short_date(one.until)}",
        )
        for one in found.held
    ]
    documents = plural(found.files, "document gardé", "documents gardés")
    lines.append(("Dans le dossier", f"{plural(sum(found.rows.values()), 'ligne')}, {documents}"))
    if found.copies:
        several = len(found.copies) > 1
        kept = "sauvegardes gardent aussi ces données" if several else "sauvegarde garde aussi ces données"
        lines.append(("Ailleurs", f"{len(found.copies)}\u00a0{kept}"))
    return lines


def _reasons(found: PersonalOverview) -> Sequence[Warned]:
    if found.erased_on is not None:
        return [("circle-check", f"Effacé le {short_date(found.erased_on)}.", Tone.SUCCESS)]
    if not found.reasons:
        return [("circle-check", "Plus rien n’oblige à conserver ces données.", Tone.SUCCESS)]
    return [("clock", reason, Tone.WARNING) for reason in found.reasons]
