"""Protects the hand's habits in a list: keys, selection by row, columns as they were left."""

import json

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication

from creances_desktop.ui.widgets.columns import Column, amount_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel, PagedModel

Row = tuple[int, str, int]
COLUMNS = (
    Column("name", "Client", lambda row: row[1], width=20, stretch=True),
    amount_column("outstanding", "Reste dû", lambda row: row[2]),
    Column("city", "Ville", lambda row: "Lyon", hidden=True),
)
ALL = ["name", "outstanding", "city"]
ROWS: list[Row] = [(10, "Érable & Cie", 123_456), (20, "Bois\tdoux", 5_000), (30, "Cèdre", 700)]


@pytest.fixture
def settings(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "interface.ini"), QSettings.Format.IniFormat)


def shown(qtbot, settings, model) -> Table:
    table = Table("invoices", settings=settings)
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.set_rows_model(model)
    table.show()
    qtbot.waitExposed(table)
    return table


@pytest.fixture
def model() -> ListModel[Row]:
    return ListModel(COLUMNS, ROWS, row_id=lambda row: row[0], checkable=True)


@pytest.fixture
def table(qtbot, theme, settings, model) -> Table:
    return shown(qtbot, settings, model)


def test_enter_opens_the_current_row(table, qtbot):
    table.select_id(20)
    with qtbot.waitSignal(table.activated_row) as blocker:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert blocker.args == [20]


def test_a_double_click_opens_the_row_under_it(table, qtbot):
    place = table.visualRect(table.rows_model().index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.activated_row) as blocker:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert blocker.args == [30]


def test_a_row_is_selected_alone_while_a_key_is_held(table, qtbot):
    table.selectRow(0)
    qtbot.keyPress(table, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.ControlModifier
    table.selectRow(1)
    assert list(table.selected_ids()) == [20]
    qtbot.keyClick(table, Qt.Key.Key_F9)


def test_space_ticks_the_selected_rows_and_unticks_them(table, model, qtbot):
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert model.ticked() == (10, 20, 30)
    table.select_id(20)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert model.ticked() == (10, 30)


def test_the_selection_follows_its_rows_when_the_list_is_reloaded(table, model, qtbot):
    table.select_id(20)
    with qtbot.assertNotEmitted(table.current_changed):
        model.set_rows([(40, "Neuf", 1), *reversed(ROWS)])
    assert list(table.selected_ids()) == [20]
    assert table.current_id() == 20


def test_a_selected_row_that_vanished_is_announced(table, model, qtbot):
    table.select_id(20)
    with qtbot.waitSignals([table.selection_changed, table.current_changed]):
        model.set_rows([ROWS[0]])
    assert list(table.selected_ids()) == []
    assert table.current_id() == -1


def test_ten_thousand_selected_rows_survive_a_reload(qtbot, theme, settings):
    model = PagedModel(COLUMNS, lambda ids: [(each, "x", 1) for each in ids], lambda row: row[0])
    model.set_ids(range(1, 10_001))
    table = shown(qtbot, settings, model)
    table.selectAll()
    assert len(table.selected_ids()) == 10_000
    model.set_ids(range(10_000, 0, -1))
    assert len(table.selected_ids()) == 10_000
    assert table.selectionModel().selection().count() == 1


def test_the_copy_is_what_a_spreadsheet_expects(table, qtbot):
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Client\tReste dû"
    assert lines[1] == "Érable & Cie\t1234,56"
    assert lines[2] == "Bois doux\t50,00"


def test_the_copy_follows_the_columns_as_arranged(table, qtbot):
    table.columns.set_visible("city", visible=True)
    table.horizontalHeader().moveSection(table.horizontalHeader().visualIndex(2), 0)
    table.select_id(30)
    assert table.copy_text().split("\n") == ["Ville\tClient\tReste dû", "Lyon\tCèdre\t7,00"]


def test_columns_come_back_as_they_were_left(qtbot, theme, settings, model):
    table = shown(qtbot, settings, model)
    table.columns.set_visible("city", visible=True)
    table.columns.set_visible("outstanding", visible=False)
    table.horizontalHeader().moveSection(2, 0)
    table.horizontalHeader().resizeSection(2, 222)
    table.columns.sort_by("name", descending=True)
    again = shown(qtbot, settings, ListModel(COLUMNS, ROWS, row_id=lambda row: row[0]))
    assert again.columns.visible_sections() == [2, 0]
    assert abs(again.columnWidth(2) - 222) <= 1
    assert again.columns.sorted_by() == ("name", True)
    assert list(again.rows_model().ids) == [10, 30, 20]


def test_a_column_hidden_and_shown_again_has_its_width(qtbot, theme, settings, model):
    table = shown(qtbot, settings, model)
    table.horizontalHeader().resizeSection(1, 180)
    table.columns.set_visible("outstanding", visible=False)
    again = shown(qtbot, settings, ListModel(COLUMNS, ROWS))
    again.columns.set_visible("outstanding", visible=True)
    assert abs(again.columnWidth(1) - 180) <= 1


@pytest.mark.parametrize(
    "remembered",
    [
        "not json",
        "[]",
        json.dumps({"order": ["gone", 7], "widths": {"name": -5, "city": "wide"}, "sort": ["gone", 1]}),
        json.dumps({"order": None, "hidden": ALL, "known": ALL}),
    ],
)
def test_a_damaged_arrangement_never_leaves_a_list_without_columns(qtbot, theme, settings, model, remembered):
    settings.setValue("tables/invoices", remembered)
    table = shown(qtbot, settings, model)
    assert table.columns.visible_sections()
    assert all(table.columnWidth(section) > 20 for section in table.columns.visible_sections())


def test_a_column_new_in_this_version_appears_beside_its_neighbour(qtbot, theme, settings, model):
    old = {"order": ["city", "name"], "hidden": [], "known": ["city", "name"]}
    settings.setValue("tables/invoices", json.dumps(old))
    table = shown(qtbot, settings, model)
    assert table.columns.visible_sections() == [2, 0, 1]


def test_resetting_forgets_the_arrangement(table, settings):
    table.columns.set_visible("city", visible=True)
    table.columns.reset()
    assert table.columns.visible_sections() == [0, 1]
    assert not settings.contains("tables/invoices")


def test_the_last_column_cannot_be_hidden(table):
    table.columns.set_visible("outstanding", visible=False)
    table.columns.set_visible("name", visible=False)
    assert table.columns.visible_sections() == [0]


def test_a_click_on_a_head_sorts_and_a_second_one_turns_round(table, qtbot):
    header = table.horizontalHeader()
    header.sectionClicked.emit(1)
    assert list(table.rows_model().ids) == [30, 20, 10]
    header.sectionClicked.emit(1)
    assert list(table.rows_model().ids) == [10, 20, 30]


def test_the_menu_of_the_header_names_every_column(table):
    menu = table.columns.menu()
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert names == ["Client", "Reste dû", "Ville", "&Rétablir les colonnes"]
    menu.actions()[2].trigger()
    assert table.columns.visible_sections() == [0, 1, 2]
    menu.deleteLater()


def test_an_empty_list_says_what_to_do(qtbot, theme, settings):
    table = shown(qtbot, settings, ListModel(COLUMNS))
    before = table.viewport().grab().toImage()
    table.set_empty_message("Aucune facture", "Importez un fichier ou saisissez une facture.")
    assert table.viewport().grab().toImage() != before


def test_letters_typed_in_a_list_do_not_move_it(table, qtbot):
    table.select_id(10)
    qtbot.keyClick(table, Qt.Key.Key_C)
    assert table.current_id() == 10


def test_rows_grow_with_the_text(table, theme):
    before = table.verticalHeader().defaultSectionSize()
    theme.set_zoom(200)
    assert table.verticalHeader().defaultSectionSize() > before * 1.5


def test_painting_a_long_list_wholly_selected_asks_only_for_what_is_visible(
    qtbot, theme, settings, monkeypatch
):
    model = PagedModel(COLUMNS, lambda ids: [(each, "x", 1) for each in ids], lambda row: row[0])
    model.set_ids(range(1, 50_001))
    table = shown(qtbot, settings, model)
    asked: list[int] = []
    plain = PagedModel.flags
    monkeypatch.setattr(PagedModel, "flags", lambda self, index: asked.append(1) or plain(self, index))
    table.selectAll()
    table.grab()
    assert len(asked) < 1_000


def test_going_on_from_the_search_selects_the_first_row(table, qtbot):
    table.enter()
    assert list(table.selected_ids()) == [10]
    table.select_id(20)
    table.enter()
    assert list(table.selected_ids()) == [20], "a row chosen before stays chosen"


def test_going_on_to_a_list_still_being_read_selects_its_first_row(qtbot, theme, settings):
    model = PagedModel(COLUMNS, lambda ids: [row for row in ROWS if row[0] in ids], lambda row: row[0])
    table = shown(qtbot, settings, model)
    table.activateWindow()
    table.enter()
    assert not table.selected_ids()
    model.set_ids([30, 10])
    assert list(table.selected_ids()) == [30]
