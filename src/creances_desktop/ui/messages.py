"""The one way by which the program speaks to the user about what went wrong, and asks for a decision.

Three families: the request cannot be met (said, the form stays open), the machine is in the way (said, with
the way out), the program is at fault (report window, log, the program goes on). Tests replace the presenter
and read what was said.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from creances_desktop.domain.errors import DomainError, EnvironmentProblem, system_reason
from creances_desktop.domain.progress import Cancelled
from creances_desktop.ui import report_window
from creances_desktop.ui.widgets.banner import Banner

GIVE_UP = "Annuler"


class Family(Enum):
    """Why the user is spoken to."""

    NOTICE = "notice"
    REQUEST = "request"
    ENVIRONMENT = "environment"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said: a French sentence; `details` is for the report of a bug only."""

    family: Family
    text: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A decision asked for: each choice is a verb; `""` as the answer means that the user gave up.

    `dangerous` marks a choice that cannot be undone: giving up is then the default. `give_up` is what
    the button says that chooses none of them.
    """

    title: str
    text: str
    choices: tuple[str, ...]
    informative: str = ""
    dangerous: bool = False
    give_up: str = GIVE_UP


class Presenter(Protocol):
    """How messages reach the user: windows in the program, a list in tests."""

    def show(self, message: Message, parent: QWidget | None, banner: Banner | None) -> None:
        """Say it, in the banner when there is one and it is not a bug."""

    def ask(self, question: Question, parent: QWidget | None) -> str:
        """The verb chosen, `""` when the user gave up."""


def family_of(error: BaseException) -> Family:
    """The family of this exception."""
    if isinstance(error, EnvironmentProblem | OSError | MemoryError):
        return Family.ENVIRONMENT
    return Family.REQUEST if isinstance(error, DomainError) else Family.BUG


def sentence_of(error: BaseException) -> str:
    """The French sentence of this exception: what happened, to what, what to do."""
    if isinstance(error, OSError):
        return _sentence_of_system_error(error)
    if isinstance(error, MemoryError):
        return "La mémoire manque : fermez d’autres programmes, puis recommencez."
    if isinstance(error, DomainError):
        return str(error)
    return report_window.HEADLINE


def show_error(error: BaseException, parent: QWidget | None = None, banner: Banner | None = None) -> None:
    """Say what this exception means, in the banner or in a dialog; a cancelled action needs no word."""
    if isinstance(error, Cancelled):
        return
    details = report_window.details_of(error) if family_of(error) is Family.BUG else ""
    _presenter.show(Message(family_of(error), sentence_of(error), details), parent, banner)


def refuse(text: str, parent: QWidget | None = None, banner: Banner | None = None) -> None:
    """Say why a request cannot be met."""
    _presenter.show(Message(Family.REQUEST, text), parent, banner)


def notify(text: str, parent: QWidget | None = None, banner: Banner | None = None) -> None:
    """Say that something was done."""
    _presenter.show(Message(Family.NOTICE, text), parent, banner)


def report_bug(details: str, parent: QWidget | None = None) -> None:
    """Open the report window with these details (a traceback)."""
    _presenter.show(Message(Family.BUG, report_window.HEADLINE, details), parent, None)


def confirm(
    title: str,
    text: str,
    verb: str,
    parent: QWidget | None = None,
    *,
    informative: str = "",
    dangerous: bool = False,
    give_up: str = GIVE_UP,
) -> bool:
    """True when the user chose the verb, False when he gave up or closed the dialog."""
    question = Question(title, text, (verb,), informative, dangerous, give_up)
    return _presenter.ask(question, parent) == verb


def choose(
    title: str,
    text: str,
    choices: tuple[str, ...],
    parent: QWidget | None = None,
    *,
    informative: str = "",
    dangerous: bool = False,
) -> str:
    """The verb chosen among `choices` (the first is the default), `""` for Annuler."""
    return _presenter.ask(Question(title, text, choices, informative, dangerous), parent)


def use_presenter(presenter: Presenter) -> Presenter:
    """The presenter used until now; `presenter` takes its place. For tests and for the command-line start."""
    global _presenter
    previous, _presenter = _presenter, presenter
    return previous


class WindowPresenter:
    """Says things with banners, dialogs and the report window."""

    def show(self, message: Message, parent: QWidget | None, banner: Banner | None) -> None:
        """Say it where it belongs; only a dialog blocks until it is read."""
        if message.family is Family.BUG:
            report_window.open_report(message.details, parent)
        elif banner is not None:
            _BANNERS[message.family](banner, message.text)
        else:
            box = _box(parent, _TITLES[message.family], message.text)
            box.setIcon(_ICONS[message.family])
            box.addButton(QMessageBox.StandardButton.Close)
            _run(box)

    def ask(self, question: Question, parent: QWidget | None) -> str:
        """The verb chosen in a dialog whose buttons bear the verbs."""
        box = _box(parent, question.title, question.text)
        box.setInformativeText(question.informative)
        box.setIcon(QMessageBox.Icon.Warning if question.dangerous else QMessageBox.Icon.Question)
        role = QMessageBox.ButtonRole
        verbs: dict[str, QPushButton] = {}
        for choice in question.choices:
            verbs[choice] = box.addButton(
                choice, role.DestructiveRole if question.dangerous else role.AcceptRole
            )
        give_up = box.addButton(question.give_up, role.RejectRole)
        box.setEscapeButton(give_up)
        box.setDefaultButton(give_up if question.dangerous else verbs[question.choices[0]])
        clicked = _run(box)
        return next((choice for choice, button in verbs.items() if button is clicked), "")


_BANNERS = {
    Family.NOTICE: Banner.show_success,
    Family.REQUEST: Banner.show_warning,
    Family.ENVIRONMENT: Banner.show_danger,
}
_TITLES = {
    Family.NOTICE: "C’est fait",
    Family.REQUEST: "Demande impossible",
    Family.ENVIRONMENT: "Un obstacle sur cet ordinateur",
}
_ICONS = {
    Family.NOTICE: QMessageBox.Icon.Information,
    Family.REQUEST: QMessageBox.Icon.Warning,
    Family.ENVIRONMENT: QMessageBox.Icon.Critical,
}
_presenter: Presenter = WindowPresenter()


def _box(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def _run(box: QMessageBox) -> object:
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked


def _sentence_of_system_error(error: OSError) -> str:
    name = f" « {error.filename} »" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Le disque est plein : libérez de la place, puis recommencez{name and f' pour{name}'}."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"L’accès au fichier{name} est refusé : choisissez un autre dossier ou demandez-en le droit."
    if error.errno == errno.ENOENT:
        return f"Le fichier{name} est introuvable : vérifiez son emplacement, ou rebranchez son support."
    reason = system_reason(error)
    return f"Le système a refusé l’opération{name} ({reason}) : vérifiez le support, puis recommencez."
