"""The columns of the lists of the page *Suivi*."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.followups import Excluded, ExclusionReason, LetterProposal
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services.letters import DELIVERED, StoredLetter, status_label
from creances_desktop.services.registered import PostalLine
from creances_desktop.ui.dialogs.letter_life import STAGES
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import (
    Column,
    State,
    amount_column,
    date_column,
    number_column,
    state_column,
)

CHANNELS = {
    Channel.LETTER: State("mail", Channel.LETTER.label),
    Channel.REGISTERED_LETTER: State("stamp", Channel.REGISTERED_LETTER.label, Tone.WARNING),
    Channel.EMAIL: State("send", Channel.EMAIL.label),
    Channel.PHONE: State("phone", Channel.PHONE.label),
}
REASONS = {
    ExclusionReason.TO_CONFIRM: ("circle-question-mark", Tone.WARNING),
    ExclusionReason.DISPUTED: ("scale", Tone.WARNING),
    ExclusionReason.PLANNED: ("banknote", Tone.NORMAL),
    ExclusionReason.PROMISED: ("handshake", Tone.NORMAL),
    ExclusionReason.PAUSED: ("pause", Tone.NORMAL),
    ExclusionReason.INSOLVENCY: ("gavel", Tone.DANGER),
    ExclusionReason.NO_ADDRESS: ("triangle-alert", Tone.DANGER),
    ExclusionReason.DEADLINE_RUNNING: ("hourglass", Tone.MUTED),
    ExclusionReason.MIN_GAP: ("clock", Tone.MUTED),
    ExclusionReason.COVERED_BY_CREDIT: ("circle-check", Tone.SUCCESS),
    ExclusionReason.BELOW_MINIMUM: ("circle-dashed", Tone.MUTED),
    ExclusionReason.CREDITOR_IDENTITY_MISSING: ("building-2", Tone.DANGER),
}
STATUSES = {
    "reserved": ("circle-dashed", Tone.WARNING),
    "to_print": ("printer", Tone.WARNING),
    "delivered": ("circle-check", Tone.SUCCESS),
    "cancelled": ("ban", Tone.MUTED),
    "returned": ("undo-2", Tone.DANGER),
}


def proposal_columns() -> list[Column[LetterProposal]]:
    """The letters proposed today, one line per client."""
    return [
        Column("client", "Client", lambda one: one.client_name, width=22, bold=lambda _: True,
               tooltip=lambda one: f"{one.client_name} ({one.client_code})"),
        Column("step", "Étape", lambda one: one.step.name, sort_key=lambda one: one.step.position, width=16,
               tone=lambda one: Tone.WARNING if one.channel is Channel.REGISTERED_LETTER else Tone.NORMAL),
        state_column("channel", "Canal", lambda one: CHANNELS[one.channel], width=20),
        number_column("invoices", "Factures", lambda one: len(one.reminded), width=8,
                      title_tooltip="Factures relancées par la lettre"),
        amount_column("total", "Total", lambda one: one.total, hidden=True),
        amount_column("credits", "Non imputé", lambda one: -one.credits if one.credits else None, hidden=True,
                      title_tooltip="Avoirs et règlements non imputés, déduits du total"),
        amount_column("claimed", "Réclamé", lambda one: one.claimed, bold=lambda _: True,
                      title_tooltip="Total des factures relancées, moins les crédits du client"),
        date_column("deadline", "Délai jusqu’au", lambda one: one.deadline, width=14, hidden=True),
        Column("why", "Pourquoi aujourd’hui", lambda one: one.why, tooltip=lambda one: one.why, width=14,
               stretch=True, sortable=False),
    ]  # fmt: skip


def excluded_columns() -> list[Column[Excluded]]:
    """What is set aside, with its reason."""
    return [
        state_column("reason", "Motif", _reason, width=20),
        Column("client", "Client", lambda one: one.client_name, width=20),
        Column("invoice", "Facture", lambda one: one.invoice_number, width=11),
        Column("message", "Explication", lambda one: one.message, tooltip=lambda one: one.message, width=30,
               stretch=True, sortable=False),
    ]  # fmt: skip


def letter_columns(
    steps: Mapping[str, str], postal: Mapping[int, PostalLine], texts: Mapping[int, str]
) -> list[Column[StoredLetter]]:
    """Everything that was issued; `steps` gives the French names of the steps.

    `postal` tells what the post said of a registered letter, `texts` which text a letter was written from.
    """

    def line_of(one: StoredLetter) -> PostalLine | None:
        return postal.get(one.id)

    def text_of(one: StoredLetter) -> str:
        return texts.get(one.id, "")

    def number_of(one: StoredLetter) -> str:
        return line.number if (line := line_of(one)) else ""

    return [
        date_column("date", "Date", lambda one: one.issued_on),
        Column("client", "Client", lambda one: one.client_name, width=20, bold=lambda _: True, stretch=True,
               sortable=False, tooltip=lambda one: f"{one.client_name} ({one.client_code})\n{one.reference}"),
        # The letter beside the list says its reference too: the room is for the client and the state.
        Column("reference", "Référence", lambda one: one.reference, width=11, sortable=False, hidden=True),
        Column("step", "Étape", lambda one: steps.get(one.step, one.step), width=15, sortable=False,
               tooltip=text_of),
        Column("text", "Texte", text_of, width=30, hidden=True, sortable=False, tooltip=text_of,
               title_tooltip="Le texte dont la lettre est partie, et sa version"),
        state_column("channel", "Canal", _short_channel, width=13,
                     tooltip=lambda one: Channel(one.channel).label),
        amount_column("claimed", "Réclamé", lambda one: one.claimed or None, width=11,
                      title_tooltip="Vide quand la lettre ne réclame rien"),
        date_column("deadline", "Délai jusqu’au", lambda one: one.deadline, width=13, hidden=True),
        Column("number", "N° postal", number_of, width=20, hidden=True, sortable=False),
        state_column("status", "État", lambda one: _status(one, line_of(one)), width=20,
                     tooltip=lambda one: one.void_reason or _postal_words(line_of(one))),
        Column("reason", "Motif", lambda one: one.void_reason, width=16, hidden=True, sortable=False),
    ]  # fmt: skip


def _reason(one: Excluded) -> State:
    icon, tone = REASONS[one.reason]
    return State(icon, one.reason.label, tone)


def _short_channel(one: StoredLetter) -> State:
    channel = CHANNELS[Channel(one.channel)]
    return replace(channel, word="Recommandé") if one.channel == Channel.REGISTERED_LETTER else channel


def _status(one: StoredLetter, line: PostalLine | None) -> State:
    """The state of a letter; once it left, a registered one is where the post has it."""
    if line is not None and one.status == DELIVERED:
        return STAGES[line.stage]
    return letter_status(one)


def letter_status(one: StoredLetter) -> State:
    """The state of a letter as the program has it, whatever the post says."""
    icon, tone = STATUSES[one.status]
    by_email = one.status == "to_print" and one.channel == Channel.EMAIL
    return State("send" if by_email else icon, status_label(one), tone)


def _postal_words(line: PostalLine | None) -> str:
    """The number and the days of a registered letter, a line each."""
    if line is None:
        return ""
    life = line.life
    parts = [f"N° {line.number}" if line.number else "Numéro non noté"]
    if life.deposited_on is not None:
        parts.append(f"Déposée le {short_date(life.deposited_on)}")
    if line.expected_on is not None:
        parts.append(f"Accusé attendu le {short_date(line.expected_on)}")
    if life.counts_from is not None:
        parts.append(f"Date qui compte\u00a0: {short_date(life.counts_from)}")
    return "\n".join(parts)


def letters_counted(count: int) -> str:
    """`1 lettre`, `12 lettres`."""
    return plural(count, "lettre")
