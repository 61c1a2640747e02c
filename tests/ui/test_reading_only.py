"""Protects a window that only reads: what writes is disabled before anybody presses it, and says why."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from creances_desktop.services import assembly
from creances_desktop.ui.executor import SynchronousExecutor
from creances_desktop.ui.pages.calendar import CalendarPage
from creances_desktop.ui.pages.invoice_card import InvoiceCardDialog
from creances_desktop.ui.reading_only import REASON
from creances_desktop.ui.safety_actions import READING as READING_ACTIONS
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.window import MainWindow

from .conftest import TODAY

PAGES = ("today", "clients", "invoices", "followups", "calendar")
READING = {
    "Aujourd’hui",
    "Autres actions",
    "Dossier de preuves",
    "Décompte…",
    "E-mail…",
    "Enregistrer le PDF…",
    "Enregistrer sous…",
    "Fermer",
    "Lettres",
    "Ouvrir",
    "Ouvrir le client",
    "Outils",
    "PDF",
    "Relevé de compte…",
    "Réimprimer…",
    "Suivi et pièces…",
    "Voir la lettre",
    "Voir la preuve",
}
"""The buttons of the pages that change nothing in the dossier; the others are chips, dates and names."""
WRITING = {
    "Accorder l’escompte…", "Ajouter", "Annuler ce règlement…", "Annuler la lettre…", "Annuler la pièce…",
    "Confirmer", "Confirmer la reprise", "Enregistrer les brouillons…", "Enregistrer les PDF…",
    "Enregistrer leurs PDF…", "Enregistrer un règlement…", "Impayé…", "Importer mes factures…",
    "Imprimer maintenant…",
    "Imputer l’avoir…", "Joindre…", "Litige…", "Marquer comme fait", "Marquer revenue…", "Mettre de côté…",
    "Modifier…", "Noter l’appel…", "Noter l’envoi…", "Noter un appel…", "Nouveau client…", "Nouvel avoir…",
    "Nouvelle entrée…", "Nouvelle facture…", "Promesse…", "Préparer les e-mails…", "Rembourser…",
    "Règlement…", "En litige…",
    "Remettre", "Reporter…", "Retirer", "Retirer cet envoi", "Retoucher la lettre…",
    "Saisir une facture…", "Solder l’écart…",
    "Litige, promesse", "Séance du matin (F9)", "Traiter la sélection", "Émettre et imprimer…",
}  # fmt: skip


@pytest.fixture
def reading(example_file: Path, tmp_path: Path, executor: SynchronousExecutor) -> Iterator[Session]:
    """The example dossier, open to be read only."""
    path = Path(shutil.copyfile(example_file, tmp_path / "exemple.creances"))
    with assembly.open_company_file(path, write=False) as store:
        yield Session(store, executor, lambda: TODAY)


def verb(button: QAbstractButton) -> str:
    return button.text().replace("&", "")


def check(shown: QWidget) -> set[str]:
    """Every button that writes is disabled with the reason; the verbs of those that were seen."""
    buttons = [one for one in shown.findChildren(QPushButton) if verb(one)]
    writing = [one for one in buttons if verb(one) in WRITING]
    for one in writing:
        assert not one.isEnabled(), verb(one)
        assert one.toolTip() == REASON, verb(one)
    unknown = {verb(one) for one in buttons if verb(one).endswith("…")} - WRITING - READING
    assert not unknown, f"do these write? {unknown}"
    return {verb(one) for one in writing}


def test_no_button_of_the_pages_writes_and_each_says_why(
    qtbot: QtBot, theme: Theme, reading: Session
) -> None:
    window = MainWindow(reading)
    qtbot.addWidget(window)
    window.show()
    seen: set[str] = set()
    for name in PAGES:
        window.tabs.show_page(name)
        page = window.tabs.current_page()
        for table in page.findChildren(QTableView):
            if table.model() is not None and table.model().rowCount():
                table.selectRow(0)
        seen |= check(page)
    assert len(seen) > 20, seen
    card = window.tabs.current_page()
    window.tabs.show_page("clients")
    card = window.tabs.current_page().card
    entries = {one.text().replace("&", ""): one for one in card.menu.actions()}
    assert not entries["Noter une promesse…"].isEnabled()
    assert entries["Noter une promesse…"].toolTip() == REASON
    assert entries["Décompte des intérêts…"].isEnabled()
    window.close()


def test_the_card_of_an_invoice_is_only_read(qtbot: QtBot, theme: Theme, reading: Session) -> None:
    with reading.store.reading() as r:
        invoice_id = r.lists.invoice_ids(TODAY)[0]
    card = InvoiceCardDialog(reading, invoice_id)
    qtbot.addWidget(card)
    card.show()
    assert {"Modifier…", "Litige, promesse"} <= check(card)


def test_where_the_dossier_is_written_nothing_is_held_back(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    window.tabs.show_page("clients")
    assert window.tabs.current_page().new_client.isEnabled()
    assert all(one.toolTip() != REASON for one in window.findChildren(QPushButton))


@pytest.mark.usefixtures("messages")
def test_no_key_of_the_calendar_writes_and_nothing_opens(
    qtbot: QtBot, theme: Theme, reading: Session
) -> None:
    page = CalendarPage(reading)
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    assert page.current_entry() is not None
    with reading.store.reading() as r:
        before = r.journal.last_id()
    grid = page.month.grid
    for key in (Qt.Key.Key_N, Qt.Key.Key_F, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_M, Qt.Key.Key_Delete,
                Qt.Key.Key_Space):  # fmt: skip
        qtbot.keyClick(grid, key)
        assert QApplication.activeModalWidget() is None
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    page.month.show_day(date(2027, 8, 15))
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    with reading.store.reading() as r:
        assert r.journal.last_id() == before
    qtbot.keyClick(grid, Qt.Key.Key_V)
    assert page.view() == "week"


def test_every_entry_of_the_menus_that_only_reads_works_and_the_others_say_why(
    qtbot: QtBot, theme: Theme, reading: Session
) -> None:
    window = MainWindow(reading)
    qtbot.addWidget(window)
    window.show()
    window._show_facts()
    for name, action in window.actions_by_name.items():
        if name in ("lock", "undo", "redo"):
            assert not action.isEnabled(), name
        else:
            assert action.isEnabled() == (name in READING_ACTIONS), name
        assert (action.toolTip() == REASON) == (name not in READING_ACTIONS), name
    window.tabs.show_page("clients")
    window.tabs.current_page().table.selectRow(0)
    window.run_action("client_calendar")
    assert window.tabs.current_page() is window.tabs.calendar
    window.close()


def test_only_a_dossier_can_be_dropped(qtbot: QtBot, theme: Theme, reading: Session, tmp_path: Path) -> None:
    window = MainWindow(reading)
    qtbot.addWidget(window)
    for name, taken in (("clients.csv", False), ("autre.creances", True)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        event = QDragEnterEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        event.ignore()
        QApplication.sendEvent(window, event)
        assert event.isAccepted() is taken, name
    window.close()
