"""Protects the tabs at a large size of text: nothing overlaps, what has no room is scrolled to."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from creances_desktop.ui.widgets.page_area import PageArea
from creances_desktop.ui.window import MainWindow


@pytest.fixture
def area(qtbot) -> PageArea:
    page = QWidget()
    layout = QVBoxLayout(page)
    for number in range(6):
        layout.addWidget(QPushButton(f"Bouton {number}", page))
    made = PageArea(page)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_page_takes_the_window(area):
    area.resize(700, 600)
    assert area.widget().size() == area.viewport().size() == QSize(700, 600)


def test_a_page_is_never_less_than_it_needs(area):
    area.resize(300, 60)
    assert area.widget().height() == area.widget().minimumSizeHint().height() > 60
    assert area.verticalScrollBar().maximum() > 0


def test_what_a_page_gains_later_finds_room(area, qtbot):
    area.resize(300, 100)
    before = area.widget().height()
    area.widget().layout().addWidget(QLabel("Une ligne de plus"))
    qtbot.waitUntil(lambda: area.widget().height() > before)


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_no_button_of_a_tab_loses_its_words_at_any_size_of_text(qtbot, theme, example, zoom):
    theme.set_zoom(zoom)
    window = MainWindow(example)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    for page in window.tabs.pages:
        window.tabs.show_page(page.name)
        qtbot.waitUntil(lambda page=page: cut_buttons(page) == [])


def cut_buttons(page: QWidget) -> list[str]:
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    assert buttons
    return [button.text() for button in buttons if button.width() < button.minimumSizeHint().width()]
