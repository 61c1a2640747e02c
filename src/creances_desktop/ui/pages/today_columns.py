"""The columns of the lists of the first page."""

from __future__ import annotations

from creances_desktop.domain.balance import AgedRow
from creances_desktop.services.today import Task, TaskKind
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import Column, State, amount_column, date_column, state_column

STATES = {
    TaskKind.PRINT: State("printer", TaskKind.PRINT.label, Tone.ACCENT),
    TaskKind.EMAIL: State("send", TaskKind.EMAIL.label, Tone.ACCENT),
    TaskKind.WRITE: State("mail", TaskKind.WRITE.label, Tone.ACCENT),
    TaskKind.CALL: State("phone", TaskKind.CALL.label),
    TaskKind.PROMISE: State("handshake", TaskKind.PROMISE.label, Tone.WARNING),
    TaskKind.INSTALMENT: State("banknote", TaskKind.INSTALMENT.label, Tone.WARNING),
    TaskKind.DEADLINE: State("hourglass", TaskKind.DEADLINE.label, Tone.WARNING),
    TaskKind.RECEIPT: State("stamp", TaskKind.RECEIPT.label, Tone.WARNING),
    TaskKind.ENTRY: State("bell", TaskKind.ENTRY.label),
}


BROKEN = {
    TaskKind.PROMISE: State("handshake", "Promesse non tenue", Tone.DANGER),
    TaskKind.INSTALMENT: State("banknote", "Échéance manquée", Tone.DANGER),
}


def task_columns() -> list[Column[Task]]:
    """The list *À faire aujourd'hui*."""
    return [
        state_column("kind", "À faire", _state, width=19, tooltip=lambda task: task.formula),
        Column("client", "Client", lambda task: task.client_name, width=25, bold=lambda _: True),
        Column(
            "text", "De quoi il s’agit", lambda task: task.text, tooltip=lambda task: task.text, width=15,
            stretch=True,
        ),
        amount_column("amount", "Enjeu", lambda task: task.amount or None,
                      title_tooltip="Ce que l’action peut faire rentrer"),
        amount_column("gain", "Gain attendu", lambda task: task.gain or None, hidden=True,
                      title_tooltip="L’enjeu multiplié par la chance de l’action\u00a0: ce qui ordonne "
                      "la liste"),
        date_column("day", "Depuis le", lambda task: task.day),
    ]  # fmt: skip


def _state(task: Task) -> State:
    return BROKEN[task.kind] if task.broken else STATES[task.kind]


def debtor_columns() -> list[Column[AgedRow]]:
    """The list of the largest debtors."""
    return [
        Column("client", "Client", lambda row: row.name, width=18, stretch=True, sortable=False),
        amount_column("overdue", "Échu", lambda row: row.overdue or None, width=13),
        amount_column("outstanding", "Encours", lambda row: row.outstanding, bold=lambda _: True, width=13),
    ]
