"""Protects the statement of account: as of any day, with interest, or as it was typed."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.clients import Nature
from creances_desktop.services import clients, statements
from creances_desktop.ui.dialogs.statement import StatementDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    """What the dialog asks of the service: day, first day, with interest, as typed."""
    found: list[tuple[object, ...]] = []
    real = statements.pdf

    def pdf(store, client_id, day, since=None, *, with_interest=False, as_typed=False):
        found.append((day, since, with_interest, as_typed))
        return real(store, client_id, day, since, with_interest=with_interest, as_typed=as_typed)

    monkeypatch.setattr(statements, "pdf", pdf)
    return found


@pytest.fixture
def dialog(qtbot, theme, messages, session, owing, asked):  # noqa: PLR0917 - fixtures
    client_id = owing("Étoile", (200, 1_000_00), (5, 50_00))
    made = StatementDialog(session, None, client_id)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_day_past_or_to_come_is_the_day_of_the_statement(dialog, asked) -> None:
    assert asked == [(TODAY, None, False, False)]
    dialog.as_of.choose(date(2027, 3, 1))
    dialog.since.choose(date(2026, 1, 1))
    assert asked[-1] == (date(2027, 3, 1), date(2026, 1, 1), False, False)
    assert dialog.data.startswith(b"%PDF-")


def test_interest_and_as_typed_exclude_each_other(qtbot, dialog, asked) -> None:
    qtbot.mouseClick(dialog.with_interest, Qt.MouseButton.LeftButton)
    assert asked[-1][2:] == (True, False)
    qtbot.mouseClick(dialog.as_typed, Qt.MouseButton.LeftButton)
    assert asked[-1][2:] == (False, True)
    assert not dialog.with_interest.isChecked()


def test_what_cannot_be_drawn_is_neither_saved_nor_printed(qtbot, dialog, session, messages) -> None:
    known = clients.get(session.store, 1)
    clients.update(session.store, 1, replace(known, nature=Nature.UNSPECIFIED, siren=""))
    qtbot.mouseClick(dialog.with_interest, Qt.MouseButton.LeftButton)
    assert "nature" in messages.take().text
    assert not dialog.save_button.isEnabled()
    qtbot.mouseClick(dialog.with_interest, Qt.MouseButton.LeftButton)
    assert dialog.save_button.isEnabled()
