"""The columns of the lists of invoices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents
from creances_desktop.domain.states import InvoiceState, invoice_state
from creances_desktop.domain.text import short_date
from creances_desktop.services.lists import InvoiceLine
from creances_desktop.ui.pages.next_steps import PLAN_DONE, WHAT_IS_LEFT
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import (
    ESTIMATED,
    Column,
    State,
    amount_column,
    date_column,
    number_column,
    state_column,
)

Today = Callable[[], date]
STATE_TONES = {
    InvoiceState.PAID: Tone.SUCCESS,
    InvoiceState.TO_CONFIRM: Tone.WARNING,
    InvoiceState.INSOLVENCY: Tone.DANGER,
    InvoiceState.DISPUTED: Tone.WARNING,
    InvoiceState.PARTLY_DISPUTED: Tone.WARNING,
    InvoiceState.PLANNED: Tone.ACCENT,
    InvoiceState.PROMISED: Tone.ACCENT,
    InvoiceState.PAUSED: Tone.MUTED,
    InvoiceState.OVERDUE: Tone.DANGER,
    InvoiceState.NOT_DUE: Tone.NORMAL,
    InvoiceState.CREDIT: Tone.ACCENT,
    InvoiceState.CREDIT_USED: Tone.MUTED,
}
HELD = frozenset({InvoiceState.TO_CONFIRM, InvoiceState.DISPUTED, InvoiceState.INSOLVENCY})
"""States that nobody knows the end of: no next step is announced."""
SORTS = {
    "number": "number", "client": "client", "issued": "issued", "due": "due", "late": "due", "gross": "gross",
    "outstanding": "outstanding",
}  # fmt: skip
"""The sort of SQL behind each column that can be sorted by."""


def state_of(line: InvoiceLine, day: date) -> State:
    """The state of a document as the user sees it."""
    state = invoice_state(line, day)
    return State(state.icon, state.label, STATE_TONES[state])


def state_details(line: InvoiceLine, day: date) -> str:
    """What the state means for this document: the day of the promise, of the pause."""
    state = invoice_state(line, day)
    if state is InvoiceState.PLANNED and line.planned_until is not None:
        return f"Échéancier à jour, prochaine échéance le {short_date(line.planned_until)}"
    if state is InvoiceState.PROMISED and line.promised_until is not None:
        return f"Promis pour le {short_date(line.promised_until)}"
    if state is InvoiceState.PAUSED and line.paused_until is not None:
        return f"Mise de côté jusqu’au {short_date(line.paused_until)}"
    if state is InvoiceState.TO_CONFIRM:
        return "Ne sera relancée qu’une fois confirmée"
    return state.label


def days_late(line: InvoiceLine, day: date) -> int | None:
    """The days since the first open due date, None when nothing is late."""
    if line.outstanding <= 0 or line.due_date is None or line.due_date >= day:
        return None
    return (day - line.due_date).days


def signed_gross(line: InvoiceLine) -> Cents:
    """The gross amount, negative for a credit."""
    return line.gross if DocumentKind(line.kind).is_debit else -line.gross


def left(line: InvoiceLine) -> Cents:
    """What is left to pay, negative for what is left of a credit."""
    return line.outstanding - line.credit_left


def left_or_none(line: InvoiceLine) -> Cents | None:
    """The same, None when nothing is left."""
    return left(line) or None


def paid(line: InvoiceLine) -> Cents | None:
    """What was paid or set off, None when nothing was."""
    return signed_gross(line) - left(line) or None


def due_text(line: InvoiceLine) -> str:
    """The due date, after ≈ when no paper gave it."""
    if line.due_date is None:
        return ""
    return ("≈\u00a0" if line.estimated else "") + short_date(line.due_date)


def late_tone(line: InvoiceLine, day: date) -> Tone:
    """Red for what is late."""
    return Tone.DANGER if days_late(line, day) else Tone.NORMAL


def due_column(width: int = 12) -> Column[InvoiceLine]:
    """The due date, with its mark when it is estimated."""
    return Column(
        "due",
        "Échéance",
        due_text,
        tooltip=lambda line: ESTIMATED if line.estimated else "",
        copy=lambda line: "" if line.due_date is None else short_date(line.due_date),
        width=width,
    )


def invoice_columns(today: Today, next_step: Callable[[int], str]) -> tuple[Column[InvoiceLine], ...]:
    """The columns of the page *Factures*; `next_step` gives the text for a document's id."""

    def following(line: InvoiceLine) -> str:
        return "" if invoice_state(line, today()) in HELD else next_step(line.id)

    def explained(line: InvoiceLine) -> str:
        text = following(line)
        return WHAT_IS_LEFT if text == PLAN_DONE else text

    return (
        Column("number", "Numéro", lambda line: line.number, width=13),
        Column("client", "Client", lambda line: line.client_name, width=18, stretch=True),
        Column("kind", "Type", _kind, width=12, sortable=False, tooltip=_kind),
        date_column("issued", "Émise le", lambda line: line.issue_date),
        due_column(),
        number_column(
            "late", "Retard", lambda line: days_late(line, today()), width=7,
            tone=lambda line: late_tone(line, today()), title_tooltip="Jours depuis l’échéance",
        ),
        amount_column("gross", "TTC", signed_gross, width=11),
        _unsorted(amount_column("paid", "Payé", paid, width=11)),
        amount_column("outstanding", "Reste dû", left_or_none, width=11, bold=lambda _: True),
        Column("next", "Prochaine étape", following, width=25, sortable=False, tooltip=explained),
        _unsorted(
            state_column(
                "state", "État", lambda line: state_of(line, today()), width=20,
                tooltip=lambda line: state_details(line, today()),
            )
        ),
        Column("pdf", "PDF", _attached, width=7, sortable=False, hidden=True),
        Column("label", "Objet", lambda line: line.label, width=24, sortable=False, hidden=True),
    )  # fmt: skip


def account_columns(today: Today) -> tuple[Column[InvoiceLine], ...]:
    """The columns of the invoices on a client's card."""
    return (
        Column("number", "Numéro", lambda line: line.number, width=11, stretch=True),
        date_column("issued", "Émise le", lambda line: line.issue_date, width=10, hidden=True),
        due_column(width=11),
        number_column(
            "late", "Retard", lambda line: days_late(line, today()), width=7,
            tone=lambda line: late_tone(line, today()),
        ),
        amount_column("gross", "TTC", signed_gross, width=11),
        amount_column("outstanding", "Reste dû", left_or_none, width=11, bold=lambda _: True),
        _unsorted(
            state_column(
                "state", "État", lambda line: state_of(line, today()), width=14,
                tooltip=lambda line: state_details(line, today()),
            )
        ),
    )  # fmt: skip


def _kind(line: InvoiceLine) -> str:
    return DocumentKind(line.kind).label


def _attached(line: InvoiceLine) -> str:
    return "Joint" if line.has_pdf else ""


def _unsorted(column: Column[InvoiceLine]) -> Column[InvoiceLine]:
    return replace(column, sortable=False)
