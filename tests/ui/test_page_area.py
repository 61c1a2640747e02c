"""Protects the tabs at a large size of text: nothing overlaps, what has no room is scrolled to."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.widgets.page_area import FormArea, PageArea
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


@pytest.mark.parametrize("zoom", [100, 200])
def test_the_buttons_of_a_form_stay_on_the_screen(qtbot, theme, zoom):
    theme.set_zoom(zoom)
    dialog = FormDialog("Formulaire", "Enregistrer")
    form = add_form(dialog)
    for number in range(14):
        form.add(f"field{number}", f"Champ {number}", QLineEdit(dialog), "Ce qui va ici")
    dialog.body.addWidget(form)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    screen = dialog.screen().availableSize()
    qtbot.waitUntil(lambda: dialog.width() <= screen.width() and dialog.height() <= screen.height())
    assert dialog.rect().contains(dialog.buttons.geometry())
    bar = dialog.findChild(FormArea).verticalScrollBar()
    assert (bar.maximum() > 0) is (zoom == 200)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    form.field("field12").setFocus()
    qtbot.keyClick(form.field("field12"), Qt.Key.Key_Tab)
    assert form.field("field13").hasFocus()
    assert not form.field("field13").visibleRegion().isEmpty(), "the keyboard brings the field into sight"


def test_a_form_grows_with_what_appears_in_it(qtbot, theme):
    dialog = FormDialog("Formulaire", "Enregistrer")
    qtbot.addWidget(dialog)
    dialog.body.addWidget(QLabel("Une ligne"))
    more = QLabel("\n".join("Encore" for _ in range(12)))
    dialog.body.addWidget(more)
    more.hide()
    dialog.show()
    qtbot.waitExposed(dialog)
    before = dialog.height()
    more.show()
    qtbot.waitUntil(lambda: dialog.height() > before)
    area = dialog.findChild(FormArea)
    assert area.height() >= more.sizeHint().height()
    assert area.verticalScrollBar().maximum() == 0
