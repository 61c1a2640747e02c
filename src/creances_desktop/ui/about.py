"""The two windows of the menu *Aide*: the keys, and what the program is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from html import escape

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from creances_desktop import __date__, __version__, paths
from creances_desktop.domain.text import long_date
from creances_desktop.ui.dialogs.licences import LicencesDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button

COMMON_KEYS = (
    ("Aller à un onglet", "Ctrl+1 … Ctrl+5"),
    ("Rechercher dans la page", "Ctrl+F"),
    ("Ouvrir la ligne", "Entrée"),
    ("Cocher la ligne", "Espace"),
    ("Copier les lignes pour un tableur", "Ctrl+C"),
    ("Fermer un message, vider la recherche", "Échap"),
)


def show_shortcuts(keys: Iterable[tuple[str, str]], parent: QWidget) -> QDialog:
    """The window of the keys, open."""
    rows = "".join(
        f"<tr><td style='padding:2px 24px 2px 0'>{escape(text)}</td><td><b>{escape(key)}</b></td></tr>"
        for text, key in (*COMMON_KEYS, *keys)
    )
    return _shown("Raccourcis clavier", f"<table>{rows}</table>", parent)


def show_about(session: Session, parent: QWidget) -> QDialog:
    """The window that tells version, licence and where the data lie, open."""
    dialog = _shown("À propos de Créances", about_text(session), parent)
    buttons = dialog.findChild(QDialogButtonBox)
    if isinstance(buttons, QDialogButtonBox):
        _add_action(buttons, "&Licences…", "Ce qui est livré avec le programme, et ses licences", "scale",
                    lambda: LicencesDialog(dialog).open())  # fmt: skip
        _add_action(buttons, "&Voir les données", "Ouvrir le répertoire des données", "folder-open",
                    _open_data)  # fmt: skip
    return dialog


def about_text(session: Session) -> str:
    """What *À propos* says: name, version and its day, licence, places."""
    places = (
        ("Dossier ouvert", session.store.path),
        ("Données", paths.data_folder()),
        ("Préférences", paths.settings_folder()),
        ("Journaux techniques", paths.log_folder()),
    )
    rows = "".join(
        f"<tr><td style='padding:2px 16px 2px 0'>{name}</td><td>{escape(str(path))}</td></tr>"
        for name, path in places
    )
    portable = (
        "<p>Programme portable\u00a0: tout est gardé à côté de lui, rien sur l’ordinateur.</p>"
        if paths.portable_folder() is not None
        else ""
    )
    day = date.fromisoformat(__date__)
    return (
        f"<h3>Créances {escape(__version__)}</h3>"
        f"<p>Version du {long_date(day)}. Le programme ne cherche jamais lui-même de "
        "version plus récente.<br>Il travaille hors ligne\u00a0: rien de ce que vous saisissez ne quitte cet "
        "ordinateur.</p>"
        "<p>Qui me doit quoi, que dois-je faire aujourd’hui, et puis-je le prouver\u00a0?</p>"
        "<p>Logiciel libre, licence GNU GPL version 3 ou ultérieure.<br>"
        "© creances-desktop contributors. Police Source Sans 3 (OFL), icônes Lucide (ISC).</p>"
        f"{portable}<table>{rows}</table>"
    )


def _open_data() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.data_folder())))


def _add_action(box: QDialogButtonBox, text: str, tip: str, icon: str, action: Callable[[], object]) -> None:
    button = push_button(text, box, icon=icon, tooltip=tip)
    button.clicked.connect(lambda _checked: action())
    box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)


def _shown(title: str, html: str, parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    label = QLabel(html, dialog)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setMargin(12)
    label.ensurePolished()  # its size is asked for below, before it is shown
    area = QScrollArea(dialog)
    area.setWidget(label)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setMinimumWidth(min(label.sizeHint().width() + 40, 760))
    area.setMinimumHeight(min(label.sizeHint().height() + 8, 520))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    dialog.open()
    return dialog
