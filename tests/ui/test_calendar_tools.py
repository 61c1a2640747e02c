"""What is done with the calendar as a whole: printed, exported, set, and said beside the clock."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, calendar, clients, notifications, working_days
from creances_desktop.services.assembly import Store
from creances_desktop.services.calendar_export import Wish
from creances_desktop.services.notifications import NotificationRules
from creances_desktop.services.working_days import Region
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.calendar_tools import CalendarTools
from creances_desktop.ui.dialogs.calendar_export import CalendarExportDialog
from creances_desktop.ui.dialogs.calendar_settings import CalendarSettingsDialog
from creances_desktop.ui.dialogs.calendar_sheet import CalendarSheetDialog
from creances_desktop.ui.pages.calendar import CalendarPage
from creances_desktop.ui.session import Session
from creances_desktop.ui.tray import TrayNotifier

TODAY = date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with assembly.create_company_file(tmp_path / "martin.creances", Company("Menuiserie Martin")) as store:
        calendar.add(store, EntryKind.NOTE, TODAY, "Relire le bail")
        calendar.add(store, EntryKind.NOTE, date(2026, 11, 20), "Voir la banque")
        yield store


@pytest.fixture
def session(store, executor) -> Session:
    return Session(store, executor, lambda: TODAY)


@pytest.fixture
def shown(qtbot, theme, messages):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


@pytest.fixture
def now() -> list[datetime]:
    return [datetime.combine(TODAY, time(10))]


@pytest.fixture
def said() -> list[tuple[str, str]]:
    """What was said beside the clock."""
    return []


@pytest.fixture
def window(qtbot, theme) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def notifier(window, session, now, said, monkeypatch) -> TrayNotifier:
    # The offscreen platform has no tray: the icon is a real one that is never put anywhere.
    tray = QSystemTrayIcon(window)
    monkeypatch.setattr(tray, "showMessage", lambda title, text, *_: said.append((title, text)))
    monkeypatch.setattr(tray, "setVisible", lambda visible: tray.setProperty("shown", visible))
    return TrayNotifier(session, window, clock=lambda: now[0], icon=tray)


def test_it_says_what_is_to_be_done_once_and_leads_to_the_calendar(qtbot, notifier, now, said):
    notifier.look()
    notifier.look()
    assert said == [("Agenda\u00a0: 1\u00a0entrée aujourd’hui, 1 en retard", "Note\u00a0: Relire le bail")]
    assert notifier._icon.property("shown")
    now[0] = datetime.combine(TODAY, time(14, 1))
    notifier.look()
    assert len(said) == 2
    with qtbot.waitSignal(notifier.opened):
        notifier._icon.messageClicked.emit()


@pytest.mark.parametrize("hour", [time(7, 59), time(18, 30), time(23)])
def test_quiet_hours_are_quiet(notifier, now, said, hour):
    now[0] = datetime.combine(TODAY, hour)
    notifier.look()
    assert said == []


def test_turned_off_it_has_no_icon(notifier, store, said):
    notifications.save_rules(store, NotificationRules(enabled=False))
    notifier.look()
    assert (said, notifier._icon.property("shown")) == ([], False)


def test_a_desktop_without_a_tray_shows_nothing(window, session):
    notifier = TrayNotifier(session, window)
    notifier.look()
    assert not notifier.is_shown, "the offscreen platform has no tray"
    notifier.hide()


def test_the_settings_are_kept_and_a_wrong_hour_is_refused_beside_its_field(qtbot, shown, session, store):
    dialog = shown(CalendarSettingsDialog(session))
    dialog.region.setCurrentIndex(dialog.region.findData(Region.ALSACE_MOSELLE.value))
    dialog.hours.setText("9h, 25")
    dialog.accept()
    assert "9:00 ou 14h30" in dialog.form.error("hours")
    dialog.hours.setText("9h30, 16")
    dialog.quiet_from.setText("17")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.changes is not None
    known = notifications.rules(store)
    assert (known.hours, known.quiet_from) == ((time(9, 30), time(16)), time(17))
    assert working_days.region(store) is Region.ALSACE_MOSELLE


def test_hours_that_are_all_quiet_are_refused_and_nothing_changes(shown, session, store):
    dialog = shown(CalendarSettingsDialog(session))
    dialog.region.setCurrentIndex(dialog.region.findData(Region.ALSACE_MOSELLE.value))
    dialog.hours.setText("20:00")
    dialog.accept()
    assert "silence" in dialog.form.error("hours")
    assert working_days.region(store) is Region.BY_ADDRESS


@pytest.fixture
def tools(qtbot, theme, session) -> CalendarTools:
    page = CalendarPage(session)
    qtbot.addWidget(page)
    return CalendarTools(session, page, lambda: page, page)


def test_the_calendar_is_exported_where_the_user_says(qtbot, tools, monkeypatch, tmp_path):
    path = tmp_path / "agenda.ics"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_args, **_kwargs: path)
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())
    with qtbot.waitSignal(tools.done) as done:
        tools.handlers()["export_ics"]()
    assert done.args[0].message == "2\u00a0entrées enregistrées dans agenda.ics."
    assert path.read_bytes().count(b"BEGIN:VEVENT") == 2


def test_a_folder_that_cannot_be_written_is_said(tools, messages, monkeypatch, tmp_path):
    (tmp_path / "plein").write_text("un fichier")
    path = tmp_path / "plein" / "agenda.ics"
    monkeypatch.setattr(CalendarExportDialog, "ask", lambda *_: (path, Wish()))
    tools.handlers()["export_ics"]()
    assert "plein" in messages.take().text


def test_a_day_or_a_week_is_previewed_then_saved(shown, session, monkeypatch, tmp_path):
    path = tmp_path / "agenda.pdf"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_args, **_kwargs: path)
    dialog = shown(CalendarSheetDialog(session, TODAY, week=False))
    day = dialog.data
    assert day.startswith(b"%PDF-")
    dialog.what.setCurrentIndex(1)
    dialog.what.activated.emit(1)
    assert dialog.data.startswith(b"%PDF-")
    assert dialog.data != day
    dialog.save_button.click()
    assert path.read_bytes() == dialog.data
    assert dialog.banner.text().startswith("Agenda enregistré")


def test_the_calendar_of_a_client_is_asked_from_his_card(qtbot, tools, messages, store):
    page = tools._page
    tools.handlers()["client_calendar"]()
    assert "client" in messages.take().text
    owner = clients.add(store, ClientDraft("LEFEVRE", "Scierie Lefèvre")).id
    calendar.add(store, EntryKind.CALL, TODAY, "Rappeler", client_id=owner)
    tools._current = lambda: SimpleNamespace(current_client_id=lambda: owner)
    with qtbot.waitSignal(page.page_wanted) as wanted:
        tools.handlers()["client_calendar"]()
    name, chosen = wanted.args
    assert (name, chosen) == ("calendar", "client:Scierie Lefèvre")
    page.show()
    page.show_filter(chosen)
    assert page.view() == "list"
    assert [page.list_model.row_at(0).title, page.list_model.rowCount()] == ["Rappeler", 1]
