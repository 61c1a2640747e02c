"""Protects the window of the limitation periods: what is shipped, what the user adds, what he takes back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.limitation_periods import Period, Unit
from creances_desktop.services import limitation_rules
from creances_desktop.ui.dialogs.limitation_period import LimitationPeriodDialog
from creances_desktop.ui.dialogs.limitation_periods import LimitationPeriodsDialog, detail_text, length_text


@pytest.fixture
def shown(qtbot, theme, messages, session):
    def show(kind, *arguments):
        dialog = kind(session, *arguments)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return show


def type_row(qtbot, form, length: str, since: str) -> None:
    typed = {form.length: length, form.since: since, form.article: "Art. 1", form.source: "Loi lue"}
    for field, text in typed.items():
        field.clear()
        qtbot.keyClicks(field, text)
    qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)


def test_every_shipped_period_is_listed_with_its_text(shown) -> None:
    dialog = shown(LimitationPeriodsDialog)
    assert {line.row.period for line in dialog.model.rows} == set(Period)
    first = dialog.model.rows[0].row
    assert (length_text(first), first.in_force_since) == ("5\u00a0ans", date(2008, 6, 19))
    assert "L110-4" in detail_text(first)
    assert dialog.detail.text() == detail_text(first)
    assert " ;" not in dialog.detail.text(), "no line begins with a semicolon"
    assert not dialog.remove_button.isEnabled(), "what is shipped is not the user's to remove"


def test_a_length_of_ones_own_replaces_the_shipped_one_and_is_taken_back(
    qtbot, shown, session, messages
) -> None:
    shipped = limitation_rules.rows(session.store)[0]
    form = shown(LimitationPeriodDialog, None, shipped)
    type_row(qtbot, form, "cinq", "19/06/2008")
    assert "chiffres" in form.form.error("length")
    type_row(qtbot, form, "60", "19/06/2008")
    assert "entre 1 et 40" in form.form.error("length")
    type_row(qtbot, form, "3", "19/06/2008")
    dialog = shown(LimitationPeriodsDialog)
    words = [line.state.word for line in dialog.model.rows[:2]]
    assert words == ["Remplacé", "Saisi par vous"]
    own = dialog.model.rows[1].row
    assert (own.length, own.unit, own.source) == (3, Unit.YEARS, "Loi lue")
    dialog.table.select_id(1)
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    assert limitation_rules.rows(session.store)[0] == shipped
    assert not any(line.listed.own or line.replaced for line in dialog.model.rows)
    assert dialog.changes is not None
    assert messages.asked == []


def test_a_row_of_ones_own_is_corrected_in_place(qtbot, shown, session) -> None:
    type_row(qtbot, shown(LimitationPeriodDialog), "3", "01/01/2020")
    own = next(one for one in limitation_rules.rows(session.store) if one.own)
    form = shown(LimitationPeriodDialog, None, own)
    assert (form.length.text(), form.since.value()) == ("3", date(2020, 1, 1))
    type_row(qtbot, form, "4", "01/01/2020")
    assert [one.row.length for one in limitation_rules.rows(session.store) if one.own] == [4]
