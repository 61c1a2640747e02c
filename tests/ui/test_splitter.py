"""Protects the share of a page that the user chose: found again, and never a part of no size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from creances_desktop.ui.preferences import preferences
from creances_desktop.ui.widgets.splitter import KeptSplitter


@pytest.fixture
def opened(qtbot, theme):
    pages: list[QWidget] = []

    def show() -> KeptSplitter:
        page = QWidget()
        pages.append(page)
        splitter = KeptSplitter("essai", Qt.Orientation.Horizontal, page)
        for text in ("gauche", "droite"):
            splitter.addWidget(QLabel(text, splitter))
        splitter.share(600, 200)
        splitter.resize(800, 200)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitExposed(page)
        return splitter

    return show


def test_the_usual_share_comes_first_then_the_users_own(opened) -> None:
    splitter = opened()
    left, right = splitter.sizes()
    assert left > 2 * right
    splitter.moveSplitter(200, 1)
    assert opened().sizes() == splitter.sizes()


@pytest.mark.parametrize("kept", ["", "[0, 0]", "[1]", '["a", 2]', "{}", "nothing"])
def test_sizes_that_make_no_sense_are_left_aside(opened, kept) -> None:
    preferences().setValue("splitters/essai", kept)
    left, right = opened().sizes()
    assert left > 2 * right > 0
