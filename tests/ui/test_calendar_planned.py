"""Planned letters on the calendar: in sight, led on by Enter, and nothing that moves or closes them."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import Address, ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.services import assembly, calendar, clients, followups, invoices, planned_letters
from creances_desktop.services.assembly import Store
from creances_desktop.services.changes import Subject, changed
from creances_desktop.ui.pages.calendar import CalendarPage
from creances_desktop.ui.session import Session

TODAY = date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    company = Company(legal_name="Menuiserie Martin")
    with assembly.create_company_file(tmp_path / "martin.creances", company) as store:
        address = Address("2 rue Haute", "44000", "Nantes")
        for code, late in (("Dupont", 12), ("Lefèvre", -1)):
            draft = ClientDraft(code.upper(), f"Scierie {code}", address=address, nature=Nature.PROFESSIONAL)
            client_id = clients.add(store, draft).id
            due = TODAY - timedelta(days=late)
            items = (DueItemDraft(due, 120_00),)
            invoices.add(
                store,
                InvoiceDraft(
                    client_id, DocumentKind.INVOICE, f"F-{code}", due - timedelta(days=30), 120_00, 0, 120_00,
                    items,
                ),
            )  # fmt: skip
        yield store


@pytest.fixture
def page(qtbot, theme, messages, store, executor) -> CalendarPage:
    return shown(qtbot, store, executor)


def shown(qtbot, store, executor) -> CalendarPage:
    page = CalendarPage(Session(store, executor, lambda: TODAY))
    qtbot.addWidget(page)
    page.data_changed.connect(page.after_change)
    page.resize(1200, 640)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def titles(model) -> list[tuple[str, str]]:
    rows = [model.row_at(place) for place in range(model.rowCount())]
    return [(row.client_name or row.title, row.kind.value) for row in rows]


DUPONT, LEFEVRE = ("Scierie Dupont", "follow_up"), ("Scierie Lefèvre", "follow_up")


def test_month_week_and_list_show_them(page, store):
    calendar.add(store, EntryKind.NOTE, TODAY + timedelta(days=2), "Banque")
    page.reload()
    assert titles(page.side.day_model) == [DUPONT]
    page.month.show_day(TODAY + timedelta(days=9))
    assert titles(page.side.day_model) == [LEFEVRE]
    page.show_view("week")
    assert titles(page.side.day_model) == [LEFEVRE]
    page.show_view("list")
    assert titles(page.list_model) == [DUPONT, ("Banque", "note"), LEFEVRE]
    assert page.list_model.row_at(0).title == "Relance 1"


def test_their_chip_counts_and_keeps_them(page, store):
    calendar.add(store, EntryKind.NOTE, TODAY, "Banque")
    page.reload()
    assert "Relances\u00a0(2)" in [button.text() for button in page.bar.chips.findChildren(QAbstractButton)]
    page.bar.chips.set_chosen(["follow_up"])
    page.bar.filter_changed.emit()
    assert titles(page.side.day_model) == [DUPONT]
    page.bar.chips.set_chosen(["note"])
    page.bar.filter_changed.emit()
    assert titles(page.side.day_model) == [("Banque", "note")]
    page.bar.chips.set_chosen([])
    page.bar.search.set_text("lefevre")
    page.show_view("list")
    assert titles(page.list_model) == [LEFEVRE]


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_F, Qt.Key.Key_R, Qt.Key.Key_M, Qt.Key.Key_Delete, Qt.Key.Key_Space]
)
def test_no_key_closes_moves_or_changes_one(page, qtbot, messages, store, key):
    with store.reading() as r:
        before = r.journal.last_id()
    qtbot.keyClick(page.month.grid, key)
    assert "vient du plan" in messages.take().text
    with store.reading() as r:
        assert r.journal.last_id() == before


def test_neither_the_mouse_nor_an_arrow_moves_one(page, qtbot, messages, store):
    grid = page.month.grid
    (painted,) = grid._of(TODAY)
    assert not painted.movable
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    moved = []
    page.month.entry_moved.connect(lambda *what: moved.append(what))
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert moved == []
    page.month.entry_moved.emit(painted.id, TODAY + timedelta(days=3))
    assert "vient du plan" in messages.take().text
    detail = page.side.detail
    assert "Vient du plan de relance" in detail._note.text()
    assert "120,00\u00a0€" in detail._note.text()
    assert [one.isVisible() for one in (detail.done, detail.postpone, detail.edit, detail.call)] == [
        False
    ] * 4


def test_enter_leads_to_the_letters_to_send_or_to_the_client(page, qtbot):
    grid = page.month.grid
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(page.page_wanted) as asked:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert asked.args == ["followups", f"clients:{page.current_client_id()}"]
    page.show_view("list")
    page.list.selectRow(1)
    with qtbot.waitSignal(page.client_chosen) as client:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert client.args == [page.current_client_id()]


def test_they_follow_what_is_done(page, store):
    followups.issue(store, TODAY)
    page.after_change(changed(Subject.LETTERS, message=""))
    page.show_view("list")
    found = [page.list_model.row_at(place) for place in range(page.list_model.rowCount())]
    planned = [(one.title, one.day) for one in found if one.kind is EntryKind.FOLLOW_UP]
    # The day after the deadline that the first one granted.
    assert planned == [
        ("Relance 2", TODAY + timedelta(days=9)),
        ("Relance 1", TODAY + timedelta(days=9)),
    ]


def test_they_are_computed_once_for_all_views_and_filters(page, monkeypatch):
    runs = []
    run = planned_letters.within
    monkeypatch.setattr(planned_letters, "within", lambda t, day: runs.append(day) or run(t, day))
    for view in ("week", "list", "month"):
        page.show_view(view)
    page.bar.filter_changed.emit()
    assert runs == []
    page.after_change(changed(Subject.SETTINGS, message=""))
    assert runs == [TODAY], "a setting moves them, even one that the journal does not know"


def test_letters_computed_too_late_do_not_empty_the_view_that_came_after(page, store, monkeypatch):
    calendar.add(store, EntryKind.NOTE, TODAY, "Banque")
    asked = []
    monkeypatch.setattr(page.planned, "ask", asked.append)
    page.reload()
    page.show_view("list")
    asked[0]()
    assert ("Banque", "note") in titles(page.list_model)


def test_one_who_only_reads_sees_them(qtbot, theme, messages, store, executor):
    path = store.path
    store.close()
    with Store.open(path, write=False) as reader:
        page = shown(qtbot, reader, executor)
        assert titles(page.side.day_model) == [DUPONT]
