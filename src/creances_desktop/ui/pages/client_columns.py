"""The columns of the list of clients."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from creances_desktop.domain.money import Cents
from creances_desktop.domain.states import ClientState, client_state
from creances_desktop.services.lists import ClientLine
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import Column, State, amount_column, number_column, state_column

STATE_TONES = {
    ClientState.INSOLVENCY: Tone.DANGER,
    ClientState.NO_DELIVERY: Tone.DANGER,
    ClientState.PAUSED: Tone.MUTED,
    ClientState.PARTLY_DISPUTED: Tone.DANGER,
    ClientState.DISPUTED: Tone.WARNING,
    ClientState.PROMISED: Tone.ACCENT,
    ClientState.OVERDUE: Tone.DANGER,
    ClientState.PLANNED: Tone.ACCENT,
    ClientState.UP_TO_DATE: Tone.NORMAL,
    ClientState.NOTHING_OWED: Tone.SUCCESS,
}
SORTS = {
    "name": "name", "code": "code", "city": "city", "outstanding": "outstanding", "overdue": "overdue",
    "late": "oldest",
}  # fmt: skip
"""The sort of SQL behind each column that can be sorted by."""


def state_of(line: ClientLine) -> State:
    """The state of a client as the user sees it."""
    state = client_state(line)
    return State(state.icon, state.label, STATE_TONES[state])


def days_late(line: ClientLine, day: date) -> int | None:
    """The days since the oldest open due date, None when nothing is late."""
    if line.oldest_due is None or line.oldest_due >= day:
        return None
    return (day - line.oldest_due).days


def _name(line: ClientLine) -> str:
    return line.name


def _spared(line: ClientLine) -> str | None:
    """The sign of a client to be spared; the filter of the list says the word."""
    return "star" if line.cared else None


def _outstanding(line: ClientLine) -> Cents | None:
    return line.outstanding or None


def _overdue(line: ClientLine) -> Cents | None:
    return line.overdue or None


def _overdue_tone(line: ClientLine) -> Tone:
    return Tone.DANGER if line.overdue > 0 else Tone.NORMAL


def client_columns(today: Callable[[], date]) -> tuple[Column[ClientLine], ...]:
    """The columns of the page *Clients*."""
    state = state_column("state", "État", state_of, width=20)
    return (
        Column("name", "Client", _name, width=21, stretch=True, tooltip=_name, icon=_spared),
        Column("code", "Code", lambda line: line.code, width=10, tooltip=lambda line: line.code, hidden=True),
        Column("city", "Ville", lambda line: line.city, width=10, tooltip=lambda line: line.city),
        amount_column("outstanding", "Reste dû", _outstanding, width=11, bold=lambda _: True),
        amount_column("overdue", "Échu", _overdue, width=11, tone=_overdue_tone),
        number_column(
            "late", "Retard", lambda line: days_late(line, today()), width=7,
            title_tooltip="Jours depuis la plus ancienne échéance ouverte",
        ),
        Column(
            state.id, state.title, state.text, sortable=False, icon=state.icon, tone=state.tone, width=13
        ),
    )  # fmt: skip
