"""The two windows of the menu *Aide*: the keys, and what the program is."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from creances_desktop import __version__, paths
from creances_desktop.ui.session import Session

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
    text = (
        f"<h3>Créances {escape(__version__)}</h3>"
        "<p>Qui me doit quoi, que dois-je faire aujourd’hui, et puis-je le prouver ?</p>"
        "<p>Logiciel libre, licence GNU GPL version 3 ou ultérieure.<br>"
        "© creances-desktop contributors. Police Source Sans 3 (OFL), icônes Lucide (ISC).</p>"
        "<p>Le programme travaille hors ligne : rien de ce que vous saisissez ne quitte cet ordinateur.</p>"
        f"<table>{rows}</table>"
    )
    return _shown("À propos de Créances", text, parent)


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
    area = QScrollArea(dialog)
    area.setWidget(label)
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
