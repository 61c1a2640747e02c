"""The single keys of the calendar: one letter for what is done most, without a menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from creances_desktop.ui.reading_only import disable_if_reading

if TYPE_CHECKING:
    from creances_desktop.ui.pages.calendar import CalendarPage


def make_keys(page: CalendarPage) -> None:
    """Give the page its keys; those that write are off where one only reads."""
    act = page.actions_on_entries
    everywhere = Qt.ShortcutContext.WidgetWithChildrenShortcut
    for key, show in (
        ("C", act.show_client),
        ("V", page.switch_view),
        ("T", lambda: page.sheet().show_day(page.session.today())),
    ):
        _made_key(key, page, show, everywhere)
    for key, do in (
        ("N", act.add),
        ("F", act.mark_done),
        ("R", act.postpone),
        ("A", act.note_call),
        ("M", act.edit),
        ("Del", act.remove),
    ):
        disable_if_reading(page.session, _made_key(key, page, do, everywhere))
    for widget in (page.month.grid, page.week.grid, page.list, page.side.day, page.side.overdue):
        done = _made_key("Space", widget, act.mark_done, Qt.ShortcutContext.WidgetShortcut)
        disable_if_reading(page.session, done)


def _made_key(key: str, widget: QWidget, do: Callable[[], None], context: Qt.ShortcutContext) -> QShortcut:
    shortcut = QShortcut(QKeySequence(key), widget)
    shortcut.setContext(context)
    shortcut.activated.connect(do)
    return shortcut
