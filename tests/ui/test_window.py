"""Protects the window: every tab, menu and key leads somewhere, and closing leaves the dossier whole."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.errors import EnvironmentProblem
from creances_desktop.services import assembly, calendar, clients, followups, imports, letters
from creances_desktop.services.assembly import WINDOW, Store
from creances_desktop.services.changes import Changes, Subject
from creances_desktop.ui import file_dialogs, look, menus, recents, trade_actions
from creances_desktop.ui.actions import DECLARED, ActionSet
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.dialogs.imports import ImportDialog
from creances_desktop.ui.file_drops import FileDrops
from creances_desktop.ui.pages.today import TodayPage
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Choice, Theme
from creances_desktop.ui.window import MainWindow

Owing = Callable[..., int]


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, session: Session) -> MainWindow:
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    return made


def entry(window: MainWindow, text: str) -> QAction:
    """The entry of the menus that says so, those inside another menu included."""
    opened = [action.menu() for action in window.menuBar().actions()]
    opened += [each.menu() for menu in opened for each in menu.actions() if each.menu()]
    entries = [each for menu in opened for each in menu.actions()]
    return next(each for each in entries if each.text().replace("&", "") == text)


def test_the_title_names_the_company(window: MainWindow) -> None:
    assert window.windowTitle() == "Menuiserie Lefèvre — Créances"


def test_the_five_tabs_are_reached_by_their_number(qtbot: QtBot, window: MainWindow) -> None:
    names = []
    for number in range(1, 6):
        qtbot.keyClick(window, str(number), Qt.KeyboardModifier.ControlModifier)
        names.append(window.tabs.current_page().title)
    assert names == ["Aujourd’hui", "Clients", "Factures", "Suivi", "Agenda"]


def test_each_tab_takes_the_keyboard_to_what_it_shows(
    qtbot: QtBot, window: MainWindow, session: Session, owing: Owing
) -> None:
    owing("Étoile", (10, 120_000))
    window.on_data_changed(Changes(frozenset(Subject), ""))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number in (2, 3, 4, 5, 1):
        qtbot.keyClick(window, str(number), Qt.KeyboardModifier.ControlModifier)
        page = window.tabs.current_page()
        focused = QApplication.focusWidget()
        assert focused is not page
        assert page.isAncestorOf(focused), page.title


def test_no_menu_has_a_dead_entry(window: MainWindow) -> None:
    titles = [action.text().replace("&", "") for action in window.menuBar().actions()]
    assert titles == ["Dossier", "Édition", "Client", "Facture", "Suivi", "Outils", "Aide"]
    named = {name for _, entries in menus.MENUS for name in entries} - {menus.SEPARATOR}
    submenus = {menus.RECENTS, menus.EXPORT, menus.APPEARANCE}
    unanswered = {name for name in named - submenus if name not in window.actions_by_name}
    assert unanswered == set()
    assert {name for name in DECLARED if name not in window.actions_by_name} == set()


def test_each_key_of_a_menu_means_one_entry(window: MainWindow) -> None:
    opened = [action.menu() for action in window.menuBar().actions()]
    opened += [entry.menu() for menu in opened for entry in menu.actions() if entry.menu()]
    assert len(opened) > len(menus.MENUS), "the menus inside another too"
    for menu in opened:
        texts = [entry.text() for entry in menu.actions() if "&" in entry.text()]
        keys = [text[text.index("&") + 1].upper() for text in texts]
        assert len(keys) == len(set(keys)), texts


def test_every_action_says_what_it_does_and_no_key_means_two_things(window: MainWindow) -> None:
    keys: dict[str, str] = {}
    for name in DECLARED:
        action = window.actions_by_name[name]
        assert action.toolTip() != action.text().replace("&", "")
        for key in action.shortcuts():
            assert key.toString() not in keys, f"{name} and {keys[key.toString()]}"
            keys[key.toString()] = name
    assert not {f"Ctrl+{number}" for number in range(1, 6)} & keys.keys()


def test_what_changed_reaches_every_page_and_the_status_bar(
    window: MainWindow, session: Session, owing: Owing
) -> None:
    owing("Étoile", (10, 120_000))
    window.on_data_changed(Changes(frozenset(Subject), "Facture enregistrée."))
    assert window.status.currentMessage() == "Facture enregistrée."
    assert window.tabs.pages[0].task_model.rowCount() == 1
    window.status.show_selection(3, 123_456)
    assert "3\u00a0lignes sélectionnées\u00a0: 1\u202f234,56\u00a0€" in window.status.facts()


def test_a_client_an_invoice_or_a_letter_chosen_leads_to_its_card(
    window: MainWindow, session: Session, owing: Owing
) -> None:
    client = owing("Étoile", (10, 120_000))
    letter = followups.issue(session.store, session.today()).issued[0].letter
    window.tabs.show_client(client)
    assert window.tabs.current_page().current_client_id() == client
    window.tabs.show_letter(letter.id)
    assert window.tabs.current_page().name == "followups"
    assert window.tabs.followups.sent.table.current_id() == letter.id
    window.tabs.show_page("invoices", "overdue")
    assert window.tabs.current_page().name == "invoices"


def test_opening_a_day_finishes_what_a_crash_left(
    qtbot: QtBot, window: MainWindow, session: Session, owing: Owing, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing("Étoile", (13, 120_000))

    def crash(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(letters, "finish", crash)
        with pytest.raises(RuntimeError):
            followups.issue(session.store, session.today())
    assert letters.to_print(session.store) == []
    window.begin_day()
    assert len(letters.to_print(session.store)) == 1
    assert window.banner.text() == "1\u00a0lettre attend d’être imprimée."
    monday = session.today() + timedelta(days=2)
    assert [entry.kind.value for entry in calendar.to_do(session.store, monday)] == ["call"]
    window.banner.action_requested.emit()
    assert window.tabs.current_page().name == "followups"
    assert window.tabs.followups.waiting.isVisible()


def test_a_new_day_is_noticed(
    qtbot: QtBot, theme: Theme, dossier: Store, session: Session, owing: Owing
) -> None:
    owing("Étoile", (7, 120_000))
    day = [session.today()]
    window = MainWindow(Session(dossier, session.executor, lambda: day[0]))
    qtbot.addWidget(window)
    window.show()
    assert window.tabs.pages[0].task_model.rowCount() == 0
    day[0] = date(2026, 11, 22)
    window._on_day_checked()
    assert window.tabs.pages[0].task_model.rowCount() == 1


def test_menus_act_on_the_client_of_the_page(
    window: MainWindow, session: Session, owing: Owing, monkeypatch: pytest.MonkeyPatch, messages: Any
) -> None:
    asked: list[int | None] = []

    def ask(parent: QWidget, session: Session, client_id: int | None = None) -> Changes:
        asked.append(client_id)
        return clients.update(session.store, client_id or 0, clients.get(session.store, client_id or 0))

    monkeypatch.setattr(ClientDialog, "ask", ask)
    window.run_action("edit_client")
    assert "Choisissez d’abord un client" in messages.take().text
    client = owing("Étoile", (10, 120_000))
    window.tabs.show_client(client)
    window.run_action("edit_client")
    assert asked == [client]
    assert window.status.currentMessage() == "Client Étoile enregistré."


def test_a_copy_is_saved_and_its_day_shown(
    window: MainWindow, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, messages: Any
) -> None:
    target = tmp_path / "copie.creances"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, **__: target)
    window.run_action("backup")
    assert str(target) in messages.take().text
    assert "Dernière sauvegarde le 21/11/2026" in window.status.facts()
    with assembly.open_company_file(target, write=False) as copy:
        assert clients.matching(copy, "", session.today()) == []
    window.run_action("backup")
    assert "existe déjà" in messages.take().text


def test_restoring_asks_first(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, messages: Any
) -> None:
    source = tmp_path / "copie.creances"
    monkeypatch.setattr(file_dialogs, "file_to_open", lambda *_, **__: source)
    messages.will_answer("")
    with qtbot.assertNotEmitted(window.restoring_requested):
        window.run_action("restore")
    messages.will_answer("Restaurer")
    with qtbot.waitSignal(window.restoring_requested) as wanted:
        window.run_action("restore")
    assert wanted.args == [source]
    assert messages.asked[-1].dangerous


def test_a_sound_dossier_is_said_to_be_sound(window: MainWindow, owing: Owing, messages: Any) -> None:
    owing("Étoile", (10, 120_000))
    window.run_action("verify")
    assert messages.take().text == (
        "Dossier sain\u00a0: 1\u00a0client, 1\u00a0facture, 0\u00a0lettre, 0\u00a0pièce jointe vérifiés."
    )


@pytest.mark.parametrize(
    ("entry", "suffix", "head"), [(0, "pdf", b"%PDF"), (1, "xlsx", b"PK"), (1, "csv", b"")]
)
def test_the_aged_balance_leaves_as_a_file(  # noqa: PLR0917 - fixtures
    window: MainWindow, owing: Owing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, messages: Any,
    entry: int, suffix: str, head: bytes,
) -> None:  # fmt: skip
    owing("Étoile", (10, 120_000))
    target = tmp_path / f"balance.{suffix}"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, **__: target)
    window.files.exports()[entry][2]()
    assert str(target) in messages.take().text
    assert target.read_bytes().startswith(head)
    assert target.stat().st_size > 50


def test_the_whole_dossier_leaves_as_files(
    window: MainWindow, owing: Owing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, messages: Any
) -> None:
    owing("Étoile", (10, 120_000))
    monkeypatch.setattr(file_dialogs, "folder", lambda *_: tmp_path)
    window.files.exports()[2][2]()
    folder = tmp_path / "Menuiserie export 2026-11-21"
    assert str(folder) in messages.take().text
    assert "Étoile" in (folder / "clients.csv").read_text(encoding="utf-8-sig")
    window.files.exports()[2][2]()
    assert "n’est pas vide" in messages.take().text


def dropped(*paths: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    event.keep_alive = data  # type: ignore[attr-defined]
    return event


def test_a_dossier_dropped_is_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    with qtbot.waitSignal(window.opening_requested) as wanted:
        window.findChild(FileDrops).eventFilter(window, dropped(tmp_path / "autre.creances"))
    assert wanted.args == [tmp_path / "autre.creances"]


def test_other_files_dropped_are_imported(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Path]] = []
    monkeypatch.setattr(ImportDialog, "ask", lambda parent, session, paths: asked.append(paths))
    files = [tmp_path / "clients.csv", tmp_path / "factures.csv"]
    window.findChild(FileDrops).eventFilter(window, dropped(*files))
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [files]


def test_the_calls_of_imported_invoices_are_in_the_calendar_at_once(
    window: MainWindow, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "factures.csv"
    path.write_text(
        "numero;client;date;echeance;ttc\nF1;Étoile;01/10/2026;31/10/2026;1200,00\n", encoding="utf-8"
    )
    plan = imports.analyse(session.store, [path])
    changes = imports.execute(session.store, plan, today=session.today())
    monkeypatch.setattr(ImportDialog, "ask", lambda *asked: changes)
    window.run_action("import")
    monday = session.today() + timedelta(days=2)
    assert [one.kind for one in calendar.between(session.store, monday, monday)] == [EntryKind.CALL]
    assert window.status.currentMessage().startswith(changes.message), "what the import did is still said"


def test_what_was_imported_is_shown_before_its_clients_are_completed(
    window: MainWindow, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "factures.csv"
    path.write_text(
        "numero;client;date;echeance;ttc\nF1;Étoile;01/10/2026;31/10/2026;1200,00\n", encoding="utf-8"
    )
    today = window.tabs.current_page()
    assert isinstance(today, TodayPage)
    seen: list[bool] = []

    def ask(*_: object) -> Changes:
        plan = imports.analyse(session.store, [path])
        return imports.execute(session.store, plan, today=session.today())

    def offered(*_: object) -> None:
        seen.append(today.doors.isVisibleTo(window))

    monkeypatch.setattr(ImportDialog, "ask", ask)
    monkeypatch.setattr(trade_actions, "offer_completion", offered)
    assert today.doors.isVisibleTo(window)
    window.run_action("import")
    assert seen == [False]


def test_letters_are_seen_before_ctrl_p_issues_them(
    qtbot: QtBot, window: MainWindow, owing: Owing, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing("Étoile", (10, 120_000))
    issued: list[str] = []
    monkeypatch.setattr(window.tabs.followups, "issue_and_print", lambda: issued.append("issued"))
    window.actions_by_name = ActionSet(window, window._handlers())
    window.tabs.show_page("clients", "")
    window.run_action("issue_letters")
    assert (window.tabs.current_page().name, issued) == ("followups", [])
    assert "Vérifiez les lettres" in window.status.currentMessage()
    window.run_action("issue_letters")
    assert issued == ["issued"]


def test_the_theme_and_the_size_of_the_text_are_remembered(window: MainWindow, theme: Theme) -> None:
    entry(window, "Sombre").trigger()
    window.run_action("zoom_in")
    theme.choose(Choice.LIGHT)
    theme.set_zoom(100)
    look.restore(theme)
    assert (theme.choice, theme.zoom) == (Choice.DARK, 110)
    window.run_action("zoom_reset")


def test_a_dossier_opened_lately_is_opened_again(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "Charpente.creances"
    path.touch()
    recents.remember(path)
    menu = entry(window, "Dossiers récents").menu()
    menu.aboutToShow.emit()
    with qtbot.waitSignal(window.opening_requested) as wanted:
        next(each for each in menu.actions() if "Charpente" in each.text()).trigger()
    assert wanted.args == [path]


def test_a_window_left_on_a_screen_that_is_gone_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    screen = window.screen().availableGeometry()
    window.move(screen.right() + 500, screen.bottom() + 500)
    look.save_geometry(window)
    look.restore_geometry(window)
    assert screen.intersects(window.frameGeometry())
    window.move(QPoint(-4000, 0))
    look.bring_on_screen(window)
    assert screen.contains(window.frameGeometry().topLeft() + QPoint(1, 1))


def test_help_tells_the_keys_and_where_the_data_lie(window: MainWindow, session: Session) -> None:
    window.run_action("shortcuts")
    window.run_action("about")
    texts = [label.text() for dialog in window.findChildren(QDialog) for label in dialog.findChildren(QLabel)]
    assert any("Ctrl+R" in text and "Enregistrer un règlement" in text for text in texts)
    assert any(str(session.store.path) in text and "GPL" in text for text in texts)
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_closing_lets_others_open_the_dossier(
    qtbot: QtBot, theme: Theme, tmp_path: Path, session: Session
) -> None:
    path = tmp_path / "a.creances"
    store = assembly.create_company_file(path, assembly.Company("Lefèvre"), holder=WINDOW)
    window = MainWindow(Session(store, session.executor, session.today))
    qtbot.addWidget(window)
    window.show()
    with pytest.raises(EnvironmentProblem, match="déjà ouvert dans une fenêtre"):
        assembly.open_company_file(path)
    with qtbot.waitSignal(window.closed):
        window.run_action("quit")
    assembly.open_company_file(path).close()


def test_recent_dossiers_forget_what_is_gone(tmp_path: Path) -> None:
    first, second = tmp_path / "a.creances", tmp_path / "b.creances"
    for path in (first, second):
        path.write_bytes(b"x")
        recents.remember(path)
    recents.remember(first)
    assert recents.recent() == [first, second]
    second.unlink()
    assert recents.recent() == [first]
    recents.forget(first)
    assert recents.recent() == []
