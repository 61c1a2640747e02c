"""Protects the first page: what it shows is right, leads somewhere, and is worked through by keyboard."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.services import calendar, followups, payments
from creances_desktop.services.changes import Changes
from creances_desktop.services.today import TaskKind
from creances_desktop.ui.dialogs.call import CallDialog
from creances_desktop.ui.dialogs.dso import DsoDialog
from creances_desktop.ui.dialogs.receipts_forecast import ReceiptsForecastDialog
from creances_desktop.ui.pages.today import TodayPage
from creances_desktop.ui.pages.today_figures import Figure
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme

Owing = Callable[..., int]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Callable[[Session], TodayPage]:
    def show(session: Session) -> TodayPage:
        page = TodayPage(session)
        qtbot.addWidget(page)
        page.resize(1366, 640)
        page.show()
        return page

    return show


def test_a_first_start_offers_three_doors(
    qtbot: QtBot, session: Session, shown: Callable[[Session], TodayPage]
) -> None:
    page = shown(session)
    assert page.doors.isVisible()
    assert not page.tasks.isVisible()
    for name, button in page.doors.buttons.items():
        with qtbot.waitSignal(page.action_wanted) as wanted:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert wanted.args == [name]


def test_figures_are_right_and_lead_to_their_lists(
    qtbot: QtBot, session: Session, owing: Owing, shown: Callable[[Session], TodayPage]
) -> None:
    owing("Étoile", (10, 120_000), (-5, 30_000))
    page = shown(session)
    figures = page.figures
    assert figures.exposure.value() == "1\u202f500,00\u00a0€"
    assert figures.overdue.value() == "1\u202f200,00\u00a0€"
    assert figures.overdue.note() == "1\u00a0facture en retard"
    assert page.bank.text() == "Aucun règlement enregistré"
    for figure, chosen in ((figures.exposure, "open"), (figures.overdue, "overdue")):
        with qtbot.waitSignal(page.page_wanted) as wanted:
            qtbot.keyClick(figure, Qt.Key.Key_Space)
        assert wanted.args == ["invoices", chosen]
    with qtbot.waitSignal(page.page_wanted) as wanted:
        page.bar.segment_activated.emit("d1_30")
    assert wanted.args == ["invoices", "d1_30"]


def test_what_is_to_come_and_the_dso_are_told_with_how_they_moved(
    session: Session, owing: Owing, shown: Callable[[Session], TodayPage]
) -> None:
    owing("Étoile", (40, 100_000), (10, 20_000), (-5, 30_000))
    page = shown(session)
    expected, dso = page.figures.expected, page.figures.dso
    assert (expected.value(), dso.value()) == ("300,00\u00a0€", "82\u00a0j")
    assert expected.note() == "1\u202f200,00\u00a0€ en retard, sans jour prévisible"
    # On 21 October the first one was late already, and the second one due within thirty days.
    assert page.figures.overdue.change() == "+200,00\u00a0€ en un mois"
    assert page.figures.exposure.change() == "+300,00\u00a0€ en un mois"
    assert expected.change() == "+100,00\u00a0€ en un mois"
    assert "depuis le 21/10/2026" in expected.toolTip()
    assert expected.change() in expected.accessibleName()


def test_the_forecast_explains_itself_and_leads_to_its_clients(
    qtbot: QtBot, session: Session, owing: Owing, theme: Theme
) -> None:
    client = owing("Étoile", (40, 100_000), (-5, 30_000))
    dialog = ReceiptsForecastDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "300,00\u00a0€ attendus" in dialog.head.text()
    assert "1\u202f000,00\u00a0€ sont en retard" in dialog.head.text()
    (row,) = dialog.model.rows
    assert (row.client_name, row.why) == ("Étoile", "Échéance du 26/11/2026, habitudes du client inconnues")
    with qtbot.waitSignal(dialog.client_chosen) as chosen:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert chosen.args == [client]
    assert not dialog.isVisible()


def test_the_dso_shows_the_months_that_make_it(
    qtbot: QtBot, session: Session, owing: Owing, theme: Theme
) -> None:
    empty = DsoDialog(session)
    qtbot.addWidget(empty)
    assert "Sans ventes" in empty.head.text()
    assert not empty.model.rows
    owing("Étoile", (40, 100_000), (-5, 30_000))
    dialog = DsoDialog(session)
    qtbot.addWidget(dialog)
    assert "(1\u202f300,00\u00a0€ comptés)" in dialog.head.text()
    assert [step.month.name for step in dialog.model.rows] == [
        "novembre 2026",
        "octobre 2026",
        "septembre 2026",
    ]


def test_enter_opens_a_letter_to_write_in_the_followups(
    qtbot: QtBot, session: Session, owing: Owing, shown: Callable[[Session], TodayPage]
) -> None:
    client = owing("Étoile", (10, 120_000))
    page = shown(session)
    assert "(1)" in page.heading.text()
    with qtbot.waitSignal(page.page_wanted) as wanted:
        qtbot.keyClick(page.tasks, Qt.Key.Key_Return)
    assert wanted.args == ["followups", f"clients:{client}"]


def test_what_is_ticked_is_dealt_with_letters_last(
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], TodayPage],
    messages: Any,
) -> None:
    first, second = owing("Étoile", (10, 120_000)), owing("Zéphyr", (9, 90_000))
    calendar.add(session.store, EntryKind.NOTE, session.today(), "Appeler la banque")
    page = shown(session)
    assert [task.kind for task in page.task_model.rows] == [TaskKind.WRITE, TaskKind.WRITE, TaskKind.ENTRY]
    page.tasks.selectAll()
    qtbot.keyClick(page.tasks, Qt.Key.Key_Space)
    assert page.process.text().endswith("(3)")
    changes: list[Changes] = []
    page.data_changed.connect(changes.append)
    with qtbot.waitSignal(page.page_wanted) as wanted:
        qtbot.mouseClick(page.process, Qt.MouseButton.LeftButton)
    assert wanted.args == ["followups", f"clients:{first},{second}"]
    assert [change.message for change in changes] == ["Appeler la banque\u00a0: fait."]
    assert calendar.to_do(session.store, session.today()) == []


def test_a_call_is_noted_where_it_is_seen(
    qtbot: QtBot,
    session: Session,
    owing: Owing,
    shown: Callable[[Session], TodayPage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owing("Étoile", (13, 120_000))
    followups.schedule_calls(session.store, session.today() - timedelta(days=1))  # a Friday
    page = shown(session)
    call = next(task for task in page.task_model.rows if task.kind is TaskKind.CALL)
    asked: list[int | None] = []

    def ask(
        parent: object, session: Session, client_id: int | None = None, entry_id: int | None = None
    ) -> Changes:
        asked.append(entry_id)
        return calendar.close(session.store, entry_id or 0, session.today())

    monkeypatch.setattr(CallDialog, "ask", ask)
    with qtbot.waitSignal(page.data_changed):
        page.runner.open(call)
    assert asked == [call.row_id]


def test_a_quiet_day_says_when_the_next_thing_is_due(
    session: Session, owing: Owing, shown: Callable[[Session], TodayPage]
) -> None:
    owing("Bientôt", (3, 90_000))
    page = shown(session)
    assert page.task_model.rowCount() == 0
    assert not page.process.isEnabled()
    assert page.tasks._empty_title == "Rien à faire aujourd’hui."
    assert "26/11/2026" in page.tasks._empty_hint


def test_the_week_leads_to_the_calendar(
    qtbot: QtBot, session: Session, owing: Owing, shown: Callable[[Session], TodayPage]
) -> None:
    owing("Étoile", (3, 90_000))
    monday = session.today() - timedelta(days=session.today().weekday())
    for number in range(5):
        calendar.add(session.store, EntryKind.REMINDER, monday, f"Rappel {number}")
    calendar.add(session.store, EntryKind.NOTE, session.today(), "Appeler la banque")
    page = shown(session)
    days = page.week.days()
    assert len(days) == 7
    assert days[0].lines() == ["5\u00a0rappels"]
    assert days[5].lines() == ["Note — Appeler la banque"]
    with qtbot.waitSignal(page.page_wanted) as wanted:
        qtbot.mouseClick(page.week._days[0], Qt.MouseButton.LeftButton)
    assert wanted.args == ["calendar", f"day:{monday.isoformat()}"]


def test_the_example_fits_the_page_without_scrolling(
    example: Session, shown: Callable[[Session], TodayPage]
) -> None:
    page = shown(example)
    # 1366×768 less a task bar, a title bar, the menu, the tabs and the status bar
    page.resize(1366, 570)
    assert page.minimumSizeHint().height() <= 570
    assert page.debtors.height() >= 5 * page.debtors.rowHeight(0)
    assert page.tasks.horizontalScrollBar().maximum() == 0
    assert page.week.geometry().bottom() <= page.height()


def test_everything_has_a_name_for_a_screen_reader(
    example: Session, shown: Callable[[Session], TodayPage]
) -> None:
    page = shown(example)
    for widget in (page.tasks, page.debtors, page.bar, page.week, *page.figures.findChildren(Figure)):
        assert widget.accessibleName()
    assert all(day.accessibleName() and day.toolTip() for day in page.week._days)


def test_what_is_late_may_come_to_more_than_what_is_owed_and_says_why(
    session: Session, owing: Owing, shown: Callable[[Session], TodayPage]
) -> None:
    client = owing("Étoile", (5, 120_000))
    payments.record(session.store, PaymentDraft(client, 50_000, session.today()), session.today())
    page = shown(session)
    assert page.figures.exposure.value() == "700,00\u00a0€"
    assert page.figures.exposure.note() == "500,00\u00a0€ non imputés, déduits"
    assert page.figures.overdue.value() == "1\u202f200,00\u00a0€"
    assert page.figures.overdue.note() == "1\u00a0facture en retard, sans déduire le non imputé"
