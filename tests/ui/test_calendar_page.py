"""Protects the calendar: what is late stays in sight, every entry is reached by key and leads on."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, calendar, calendar_views, clients, steps
from creances_desktop.services.assembly import Store
from creances_desktop.services.calendar_views import Wanted
from creances_desktop.ui.dialogs.calendar_entry import CalendarEntryDialog, PostponeDialog
from creances_desktop.ui.pages.calendar import CalendarPage
from creances_desktop.ui.pages.calendar_actions import CallDialog
from creances_desktop.ui.pages.calendar_columns import painted
from creances_desktop.ui.session import Session

TODAY = date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    company = Company(legal_name="Menuiserie Martin")
    with assembly.create_company_file(tmp_path / "martin.creances", company) as store:
        lefevre = clients.add(store, ClientDraft("LEFEVRE", "Scierie Lefèvre")).id
        calendar.add(store, EntryKind.CALL, date(2026, 11, 20), "Appel 1", client_id=lefevre)
        calendar.add(store, EntryKind.REMINDER, TODAY, "Envoyer le RIB", client_id=lefevre)
        calendar.add(store, EntryKind.NOTE, TODAY, "Voir l’expert-comptable")
        calendar.add(store, EntryKind.CALL, date(2026, 12, 25), "Bilan", client_id=lefevre)
        yield store


@pytest.fixture
def page(qtbot, theme, messages, store, executor) -> CalendarPage:
    page = CalendarPage(Session(store, executor, lambda: TODAY))
    qtbot.addWidget(page)
    page.data_changed.connect(page.after_change)
    page.resize(1200, 640)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.setFocus()  # as the tabs do: without the keyboard in it, a page hears no key of its own
    qtbot.waitUntil(lambda: page.isAncestorOf(QApplication.focusWidget() or QWidget()))
    return page


def titles(model) -> list[str]:
    return [model.row_at(place).title for place in range(model.rowCount())]


def answer(act) -> None:
    """Do this with the dialog that is about to open."""

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        act(dialog)

    QTimer.singleShot(0, later)


def test_what_is_late_stays_beside_every_month(page, qtbot):
    assert page.side.overdue_title.text() == "En retard (1)"
    assert titles(page.side.overdue_model) == ["Appel 1"]
    qtbot.keyClick(page.month.grid, Qt.Key.Key_PageDown)
    assert page.side.overdue.isVisible()


def test_the_day_of_the_keyboard_is_beside_the_month_with_its_holiday(page, qtbot):
    assert titles(page.side.day_model) == ["Voir l’expert-comptable", "Envoyer le RIB"]
    page.month.show_day(date(2026, 12, 25))
    assert page.side.day_title.text() == "Vendredi 25\u00a0décembre 2026 (Noël) — 1\u00a0entrée"
    assert page.side.detail.entry.title == "Bilan"


def test_f_marks_done_and_goes_on_to_the_next(page, qtbot, store):
    assert page.current_entry().title == "Voir l’expert-comptable"
    with qtbot.waitSignal(page.data_changed):
        qtbot.keyClick(page.month.grid, Qt.Key.Key_F)
    assert titles(page.side.day_model) == ["Envoyer le RIB"]
    assert page.current_entry().title == "Envoyer le RIB"
    assert [one.title for one in calendar.to_do(store, TODAY)] == ["Appel 1", "Envoyer le RIB"]


def test_space_marks_done_in_the_list_and_the_done_box_brings_it_back(page, qtbot):
    page.show_view("list")
    page.list.selectRow(1)
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    assert titles(page.list_model) == ["Appel 1", "Envoyer le RIB", "Bilan"]
    page.bar.done_box.setChecked(True)
    assert titles(page.list_model)[1] == "Voir l’expert-comptable"
    page.list.selectRow(1)
    assert page.side.detail.done.text() == "Reme&ttre à faire"
    page.side.detail.done.click()
    page.bar.done_box.setChecked(False)
    assert titles(page.list_model)[1] == "Voir l’expert-comptable"


def test_kinds_and_search_filter_month_list_and_band(page, qtbot):
    page.bar.chips.set_chosen(["call"])
    page.bar.filter_changed.emit()
    assert titles(page.side.overdue_model) == ["Appel 1"]
    assert titles(page.side.day_model) == []
    page.bar.chips.set_chosen([])
    page.bar.search.set_text("LEFEVRE rib")
    assert titles(page.side.day_model) == ["Envoyer le RIB"]
    assert not page.side.overdue.isVisible()
    page.show_view("list")
    assert titles(page.list_model) == ["Envoyer le RIB"]


def test_letters_typed_in_the_search_are_no_commands(page, qtbot, store):
    qtbot.keyClicks(page.bar.search, "fn")
    assert page.bar.search.text() == "fn"
    assert len(calendar.to_do(store, TODAY)) == 3


def test_n_enters_something_on_the_day_shown(page, qtbot, store):
    page.month.show_day(date(2026, 12, 1))

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, CalendarEntryDialog)
        assert dialog.day.value() == date(2026, 12, 1)
        dialog.about.setText("Relire le bail")
        dialog.accept()

    answer(fill)
    qtbot.keyClick(page.month.grid, Qt.Key.Key_N)
    assert titles(page.side.day_model) == ["Relire le bail"]


def test_a_call_to_nobody_is_refused_beside_the_client(page, qtbot):
    dialog = CalendarEntryDialog(page.session, TODAY)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData(EntryKind.CALL.value))
    dialog.about.setText("Appeler")
    dialog.accept()
    assert dialog.changes is None
    assert "qui appeler" in dialog.form.error("client")


def test_the_deadline_of_a_procedure_is_entered_for_its_client(page, qtbot, store):
    dialog = CalendarEntryDialog(page.session, TODAY)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData(EntryKind.PROCEDURE.value))
    dialog.about.setText("Opposition possible jusqu’au")
    dialog.accept()
    assert dialog.changes is None
    assert "contre qui" in dialog.form.error("client")
    dialog.client.set_value(clients.find(store, "LEFEVRE"))
    dialog.accept()
    (entry,) = [one for one in calendar.upcoming(store, TODAY) if one.kind is EntryKind.PROCEDURE]
    assert (entry.client_name, entry.day) == ("Scierie Lefèvre", TODAY)


def test_r_puts_off_to_a_working_day(page, qtbot, store):
    def accept(dialog: QDialog) -> None:
        assert isinstance(dialog, PostponeDialog)
        assert dialog.day.value() == date(2026, 11, 25)
        dialog.accept()

    answer(accept)
    qtbot.keyClick(page.month.grid, Qt.Key.Key_R)
    moved = [entry for entry in calendar.upcoming(store, TODAY) if entry.title == "Voir l’expert-comptable"]
    assert [entry.day for entry in moved] == [date(2026, 11, 25)]


def test_a_day_gone_by_is_refused_by_the_form(page, qtbot):
    dialog = PostponeDialog(page.session, page.current_entry())
    qtbot.addWidget(dialog)
    dialog.day.choose(date(2026, 11, 2))
    dialog.accept()
    assert dialog.changes is None
    assert "déjà passé" in dialog.form.error("day")


def test_dragging_into_the_past_changes_nothing(page, messages, store):
    entry = page.current_entry()
    page.month.entry_moved.emit(entry.id, date(2026, 11, 2))
    assert "déjà passé" in messages.take().text
    assert calendar.get(store, entry.id).day == TODAY
    page.month.entry_moved.emit(entry.id, date(2026, 11, 30))
    assert calendar.get(store, entry.id).day == date(2026, 11, 30)


def test_enter_on_a_late_call_opens_its_sheet(page, qtbot):
    page.side.overdue.selectRow(0)

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, CallDialog)
        assert "Scierie Lefèvre" in dialog.windowTitle()
        dialog.reject()

    answer(look)
    qtbot.keyClick(page.side.overdue, Qt.Key.Key_Return)


def test_each_entry_leads_to_its_client(page, qtbot):
    assert not page.side.detail.client.isVisible(), "a note of one's own leads nowhere"
    page.side.day.selectRow(1)
    with qtbot.waitSignal(page.client_chosen) as client:
        qtbot.keyClick(page.side.day, Qt.Key.Key_C)
    assert client.args == [page.current_client_id()]


def test_another_page_asks_for_a_day_or_a_kind(page):
    page.show_filter("day:2026-12-25")
    assert page.month.current_day() == date(2026, 12, 25)
    page.show_filter("call")
    assert page.list.isVisible()
    assert titles(page.list_model) == ["Appel 1", "Bilan"]


def test_an_empty_calendar_teaches(qtbot, theme, messages, executor, tmp_path):
    with assembly.create_company_file(tmp_path / "vide.creances", Company(legal_name="Vide")) as store:
        page = CalendarPage(Session(store, executor, lambda: TODAY))
        qtbot.addWidget(page)
        page.show()
        assert not page.side.overdue.isVisible()
        assert page.bar.nothing()[1].startswith("Les appels du plan de relance")
        assert "Choisissez une entrée" in page.side.detail._title.text()


def test_v_goes_through_month_week_and_list(page, qtbot):
    qtbot.keyClick(page.month.grid, Qt.Key.Key_V)
    assert page.week.isVisible()
    assert page.week._title.text() == "Semaine 48 — 23 au 29 novembre 2026"
    assert titles(page.side.day_model) == ["Voir l’expert-comptable", "Envoyer le RIB"]
    qtbot.keyClick(page.week.grid, Qt.Key.Key_PageDown)
    assert page.week.current_day() == date(2026, 12, 1)
    qtbot.keyClick(page.week.grid, Qt.Key.Key_V)
    assert page.list.isVisible()
    assert titles(page.list_model) == ["Appel 1", "Voir l’expert-comptable", "Envoyer le RIB", "Bilan"]
    qtbot.keyClick(page.list, Qt.Key.Key_V)
    assert page.month.isVisible()
    assert page.month.current_day() == date(2026, 12, 1)


def test_a_week_over_two_years_names_both(page):
    page.show_view("week")
    page.week.show_day(date(2026, 12, 31))
    assert page.week._title.text() == "Semaine 53 — 28 décembre 2026 au 3 janvier 2027"


@pytest.mark.parametrize("view", ["month", "week"])
def test_shift_and_an_arrow_move_the_entry_under_the_keyboard(page, qtbot, store, view):
    page.show_view(view)
    grid = page.sheet().grid
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    moved = page.current_entry()
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert calendar.get(store, moved.id).day == date(2026, 11, 25)


def test_del_takes_an_entry_of_ones_own_off_and_nothing_else(page, qtbot, store, messages):
    removed = page.current_entry()
    assert removed.kind is EntryKind.NOTE
    qtbot.keyClick(page.month.grid, Qt.Key.Key_Delete)
    with pytest.raises(KeyError):
        calendar.get(store, removed.id)
    steps.undo(store, steps.listed(store)[0].id, TODAY)
    assert calendar.get(store, removed.id) == removed, "nothing is asked that Ctrl+Z brings back"
    with store.transaction() as t:
        entry = t.journal.append("test", "essai")
        t.calendar.add(EntryKind.PROMISE, TODAY, "Promesse de 100 €", action_id=entry)
    page.reload()
    page.bar.chips.set_chosen(["promise"])
    page.reload()
    qtbot.keyClick(page.month.grid, Qt.Key.Key_Delete)
    assert "retirez la promesse" in messages.take().text


def test_what_mirrors_a_promise_is_neither_moved_nor_closed_here(page, qtbot, store, messages):
    with store.transaction() as t:
        entry = t.journal.append("test", "essai")
        row = t.calendar.add(EntryKind.PROMISE, TODAY, "Promesse de 100 €", action_id=entry, client_id=1)
    page.reload()
    page.bar.chips.set_chosen(["promise"])
    page.reload()
    promise = page.current_entry()
    assert promise.id == row
    assert not painted(promise, TODAY).movable
    assert page.side.detail.postpone.isHidden()
    assert page.side.detail.done.isHidden()
    for key, words in ((Qt.Key.Key_R, "nouvelle promesse"), (Qt.Key.Key_F, "par son règlement")):
        qtbot.keyClick(page.month.grid, key)
        assert words in messages.take().text
    page.month.entry_moved.emit(row, date(2026, 12, 25))
    assert "nouvelle promesse" in messages.take().text
    assert calendar.get(store, row) == promise
    with qtbot.waitSignal(page.client_chosen) as led:
        page.actions_on_entries.open(row)
    assert led.args == [1]


def test_an_entry_that_was_dragged_is_followed_to_its_day(page, qtbot, store):
    moved = page.current_entry()
    page.month.entry_moved.emit(moved.id, date(2026, 12, 25))
    assert page.month.current_day() == date(2026, 12, 25)
    assert moved.id in page.side.day_model.ids
    assert (page.current_entry().id, page.current_entry().day) == (moved.id, date(2026, 12, 25))


def test_a_monthly_note_is_entered_from_the_form(page, qtbot, store):
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, CalendarEntryDialog)
        dialog.about.setText("Relever les compteurs")
        dialog.repeat.setCurrentIndex(dialog.repeat.findText("Chaque mois"))
        dialog.repeat.activated.emit(dialog.repeat.currentIndex())
        assert dialog.until.isVisible()
        dialog.accept()

    answer(fill)
    qtbot.keyClick(page.month.grid, Qt.Key.Key_N)
    found = [one.day for one in calendar.upcoming(store, TODAY) if one.title == "Relever les compteurs"]
    assert found[:2] == [TODAY, date(2026, 12, 24)]


def test_another_month_brings_its_own_entries(page, qtbot):
    assert page.side.known(page.current_entry().id) is not None
    for _ in range(2):
        qtbot.keyClick(page.month.grid, Qt.Key.Key_PageDown)
    assert titles(page.side.day_model) == []
    for _ in range(2):
        qtbot.keyClick(page.month.grid, Qt.Key.Key_PageUp)
    assert titles(page.side.day_model) == ["Voir l’expert-comptable", "Envoyer le RIB"]


def test_days_read_too_late_do_not_take_the_place_of_those_on_the_screen(page, store):
    calendar.add(store, EntryKind.NOTE, date(2027, 1, 12), "Relire le bail")
    page.month.show_day(date(2027, 1, 12))
    late = calendar_views.read(store, (date(2026, 11, 1), date(2026, 12, 6)), TODAY, Wanted())
    page._show(late)
    assert titles(page.side.day_model) == ["Relire le bail"]
