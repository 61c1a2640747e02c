"""Protects rows that grow narrower: no word is cut, what does not fit goes on below."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creances_desktop.ui.pages.invoices import FILTERS
from creances_desktop.ui.widgets.chips import Chips


@pytest.fixture
def row(qtbot, theme) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    page.chips = Chips(FILTERS, page)
    layout.addWidget(page.chips)
    layout.addStretch(1)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.mark.parametrize(("width", "one_line"), [(2400, True), (700, False), (360, False)])
def test_chips_wrap_rather_than_lose_letters(qtbot, row, width, one_line) -> None:
    row.resize(width, 400)
    qtbot.waitUntil(lambda: row.chips.width() >= width - 40)
    buttons = list(row.chips._buttons.values())
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert all(button.geometry().right() <= row.chips.width() for button in buttons)
    tops = {button.y() for button in buttons}
    assert (len(tops) == 1) is one_line
    assert row.chips.height() > max(tops), "the row is as high as its lines"
