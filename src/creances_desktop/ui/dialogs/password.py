"""The password of a dossier: asked for to open it, and set, changed or taken away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLabel, QLineEdit, QSpinBox, QWidget

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.services import passwords
from creances_desktop.services.changes import Changes, changed
from creances_desktop.services.passwords import WrongPassword
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.fields import Field

UNPROTECTED = (
    "Avec un mot de passe, le dossier est chiffré sur le disque\u00a0: sans lui, personne ne peut le lire. "
    "Personne ne peut non plus le retrouver\u00a0: notez-le en lieu sûr."
)
STAYS_CLEAR = (
    "Les sauvegardes du programme suivent le mot de passe. Restent lisibles par tous\u00a0: ce que vous "
    "imprimez, exportez ou envoyez, et les copies faites avant qui sont rangées ailleurs."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the password of the open dossier: this one from now on, or none (None)."""

    password: str | None


class PasswordField(Field):
    """A line that hides what is typed; nothing of it is trimmed."""

    def __init__(self, parent: QWidget | None = None, *, required: str = "") -> None:
        super().__init__(parent, required=required)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )

    def _parse(self, text: str) -> str | None:
        return text or None


class UnlockDialog(FormDialog):
    """Asks for the password of a dossier until it opens, or the user gives up."""

    @classmethod
    def ask(cls, parent: QWidget | None, path: Path) -> bool:
        """Whether the dossier can be opened now."""
        return cls(path, parent).run() is not None

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__("Dossier protégé", "Ouvrir le dossier", parent, width=34)
        self._path = path
        words = QLabel(f"«\u00a0{path.stem}\u00a0» est protégé par un mot de passe.", self)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.password = PasswordField(self, required="Donnez le mot de passe.")
        form = self.form = add_form(self)
        form.add("password", "Mot de &passe", self.password)
        self.body.addWidget(words)
        self.body.addWidget(form)
        self.body.addWidget(_shows(self, self.password))
        self.password.setFocus()

    def save(self) -> Changes | None:
        """Derives the key: a quarter of a second, the dialog being all that is on the screen."""
        try:
            passwords.unlock(self._path, self.password.text())
        except WrongPassword:
            self.password.selectAll()
            raise
        return changed(message="")


class PasswordDialog(FormDialog):
    """Sets, changes or takes away the password of the open dossier; nothing is done before it is closed."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> tuple[Wanted | None, Changes | None]:
        """What is to be done with the password, and what was changed already (the time of locking)."""
        dialog = cls(session, parent)
        changes = dialog.run()
        return dialog.wanted, changes

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._protected = passwords.is_protected(session.store.path)
        verb = "Enregistrer" if self._protected else "Protéger le dossier"
        super().__init__("Mot de passe du dossier", verb, parent, width=42)
        self._session = session
        self.wanted: Wanted | None = None
        words = QLabel(STAYS_CLEAR if self._protected else f"{UNPROTECTED}\n\n{STAYS_CLEAR}", self)
        words.setWordWrap(True)
        self.current = PasswordField(self, required="Donnez le mot de passe actuel.")
        required = "" if self._protected else "Choisissez un mot de passe."
        self.password, self.again = PasswordField(self, required=required), PasswordField(self)
        self.minutes = QSpinBox(self)
        self.minutes.setRange(0, 240)
        self.minutes.setSuffix("\u00a0min")
        self.minutes.setSpecialValueText("jamais")
        self.minutes.setValue(passwords.lock_minutes(session.store))
        form = self.form = add_form(self)
        if self._protected:
            form.add("current", "Mot de passe &actuel", self.current)
        else:
            self.current.hide()
        new = "&Nouveau mot de passe" if self._protected else "&Mot de passe"
        hint = "Vide\u00a0: inchangé" if self._protected else f"Au moins {passwords.LEAST_SIGNS} signes"
        form.add("password", new, self.password, hint)
        form.add("again", "Le même, en&core", self.again)
        form.add("minutes", "Se &verrouille après", self.minutes, "Sans touche ni clic")
        self.body.addWidget(words)
        self.body.addWidget(form)
        self.body.addWidget(_shows(self, self.current, self.password, self.again))
        self.body.addStretch(1)
        if self._protected:
            self.remove_button = SideButton("&Retirer le mot de passe", self)
            self.buttons.addButton(self.remove_button, QDialogButtonBox.ButtonRole.ResetRole)
            self.remove_button.clicked.connect(self._on_removed)
        (self.current if self._protected else self.password).setFocus()

    def save(self) -> Changes | None:
        if self._protected:
            passwords.check_current(self._session.store.path, self.current.text())
        if self.password.text() or self.again.text() or not self._protected:
            self.wanted = Wanted(passwords.checked_new(self.password.text(), self.again.text()))
        return passwords.save_lock_minutes(self._session.store, self.minutes.value())

    @Slot()
    def _on_removed(self) -> None:
        """The dossier is to lie in clear text again, once the present password was given."""
        self.banner.clear()
        try:
            passwords.check_current(self._session.store.path, self.current.text())
        except InvalidValue as error:
            self.show_refusal(error)
            self.current.setFocus()
            return
        self.wanted = Wanted(None)
        self.done(FormDialog.DialogCode.Accepted)


def _shows(parent: QWidget, *fields: QLineEdit) -> QCheckBox:
    """A box that shows what these fields hide."""
    box = QCheckBox("A&fficher ce qui est saisi", parent)

    def toggle(shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in fields:
            field.setEchoMode(mode)

    box.toggled.connect(toggle)
    return box
