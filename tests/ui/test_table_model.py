"""Protects the lists: they show what SQL answered, by pages; a tick never slips to another row."""

from array import array
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt

from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import (
    Column,
    State,
    amount_column,
    date_column,
    number_column,
    state_column,
)
from creances_desktop.ui.widgets.table_model import ListModel, PagedModel


@dataclass(frozen=True, slots=True)
class Invoice:
    id: int
    number: str
    due: date | None
    cents: int | None
    late: bool = False


COLUMNS = (
    Column("number", "Numéro", lambda row: row.number),
    date_column("due", "Échéance", lambda row: row.due),
    amount_column("outstanding", "Reste dû", lambda row: row.cents),
    state_column(
        "state",
        "État",
        lambda row: (
            State("triangle-alert", "En retard", Tone.DANGER) if row.late else State("circle", "À échoir")
        ),
    ),
)


def invoice(number: int) -> Invoice:
    return Invoice(number, f"F-{number:06d}", date(2026, 1, 1), number * 100, late=number % 2 == 0)


class Loader:
    def __init__(self) -> None:
        self.calls: list[list[int]] = []

    def __call__(self, ids: list[int]) -> list[Invoice]:
        self.calls.append(ids)
        return [invoice(each) for each in reversed(ids)]


@pytest.fixture
def loader() -> Loader:
    return Loader()


def paged(loader: Loader, **options) -> PagedModel[Invoice]:
    return PagedModel(COLUMNS, loader, lambda row: row.id, **options)


def text(model, row: int, column: int) -> str:
    return model.index(row, column).data()


@pytest.mark.parametrize("checkable", [False, True])
def test_both_models_keep_the_rules_of_qt(qtmodeltester, loader, checkable):
    pages = paged(loader, checkable=checkable)
    pages.set_ids(range(1, 450))
    qtmodeltester.check(pages)
    rows = ListModel(COLUMNS, [invoice(1), invoice(2)], row_id=lambda row: row.id, checkable=checkable)
    qtmodeltester.check(rows)


def test_a_hundred_thousand_rows_are_loaded_only_where_one_looks(loader):
    model = paged(loader)
    model.set_ids(array("q", range(1, 100_001)))
    assert model.rowCount() == 100_000
    assert loader.calls == []
    assert text(model, 99_999, 0) == "F-100000"
    assert text(model, 99_850, 0) == "F-099851"
    assert [len(ids) for ids in loader.calls] == [200]
    assert loader.calls[0][0] == 99_801


def test_the_rows_of_a_page_follow_the_ids_not_the_answer_of_sql(loader):
    model = paged(loader)
    model.set_ids([7, 3, 5])
    assert [text(model, row, 0) for row in range(3)] == ["F-000007", "F-000003", "F-000005"]


def test_old_pages_are_forgotten_beyond_fifty(loader):
    model = paged(loader)
    model.set_ids(range(1, 20_001))
    for page in range(51):
        model.row_at(page * 200)
    assert len(loader.calls) == 51
    model.row_at(50 * 200)
    assert len(loader.calls) == 51
    model.row_at(0)
    assert len(loader.calls) == 52


def test_a_row_deleted_meanwhile_is_shown_empty(qapp):
    model = PagedModel(COLUMNS, lambda ids: [invoice(each) for each in ids if each != 2], lambda row: row.id)
    model.set_ids([1, 2, 3])
    assert text(model, 1, 0) is None
    assert text(model, 2, 0) == "F-000003"


def test_reloading_reads_the_same_ids_again(loader, qtbot):
    model = paged(loader)
    model.set_ids([1, 2])
    model.row_at(0)
    with qtbot.waitSignal(model.dataChanged):
        model.reload()
    model.row_at(0)
    assert loader.calls == [[1, 2], [1, 2]]


def test_sorting_a_long_list_is_asked_of_the_page(loader):
    asked: list[tuple[str, bool]] = []
    model = paged(loader, on_sort=lambda column, descending: asked.append((column, descending)))
    model.set_ids([1, 2])
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert asked == [("outstanding", True)]
    assert list(model.ids) == [1, 2]


def test_typing_in_a_long_list_does_not_load_it(loader):
    model = paged(loader)
    model.set_ids(range(1, 10_001))
    assert model.match(model.index(0, 0), Qt.ItemDataRole.DisplayRole, "zzz") == []
    assert loader.calls == []


def test_ticks_follow_their_row_through_a_sort_and_a_reload(loader, qtbot):
    model = paged(loader, checkable=True)
    model.set_ids([1, 2, 3])
    with qtbot.waitSignal(model.ticks_changed):
        assert model.setData(model.index(1, 0), 2, Qt.ItemDataRole.CheckStateRole)
    model.set_ids([3, 2, 1])
    assert model.ticked() == (2,)
    model.set_ids([1, 3])
    assert model.ticked() == ()


def test_a_cell_says_its_state_by_icon_and_word(qapp, theme):
    model = ListModel(COLUMNS, [invoice(2)])
    cell = model.index(0, 3)
    assert cell.data() == "En retard"
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert cell.data(Qt.ItemDataRole.ForegroundRole).name() == theme.colours.danger


def test_amounts_are_french_right_aligned_and_copied_bare(qapp):
    row = Invoice(1, "F", None, 123_456_789)
    model = ListModel(COLUMNS, [row])
    assert text(model, 0, 2) == "1\u202f234\u202f567,89\u00a0€"
    assert model.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert COLUMNS[2].copy(row) == "1234567,89"
    assert text(model, 0, 1) == ""


def test_a_short_list_sorts_by_value_not_by_text(qapp):
    rows = [
        Invoice(1, "F-1", date(2026, 2, 1), 100_000),
        Invoice(2, "F-2", date(2025, 12, 31), 20_000),
        Invoice(3, "F-3", None, None),
    ]
    model = ListModel(COLUMNS, rows, row_id=lambda row: row.id)
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert list(model.ids) == [1, 2, 3]
    model.sort(1)
    assert list(model.ids) == [3, 2, 1]
    model.set_rows(rows[:2])
    assert list(model.ids) == [2, 1]
    model.sort(-1)
    assert list(model.ids) == [1, 2]


def test_a_sort_key_that_qt_would_sort_wrongly_is_refused(qapp):
    column = Column("due", "Échéance", lambda row: "", sort_key=lambda row: row.due)
    model = ListModel([column], [invoice(1), invoice(2)])
    with pytest.raises(TypeError, match="an int or a str"):
        model.sort(0)


def test_numbers_are_grouped_for_the_eye_and_bare_for_the_spreadsheet(qapp):
    column = number_column("count", "Nombre", lambda row: row.cents)
    row = Invoice(1, "F", None, 12_345)
    assert column.text(row) == "12\u202f345"
    assert column.copy(row) == "12345"
