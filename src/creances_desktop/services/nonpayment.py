"""Why clients do not pay: the table of what follows each reason, and the count of the reasons told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.nonpayment import (
    DEFAULTS,
    DUPLICATE,
    NO_DOCUMENT,
    PLAN_LETTER,
    STATEMENT,
    ActionTone,
    NextAction,
    Reason,
    ReasonShare,
    UnpaidWithReason,
    checked,
    shares,
)
from creances_desktop.domain.other_letter_kinds import AGREEMENT
from creances_desktop.domain.other_letters import OTHER_LETTERS
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import followups, other_letters, working_days
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

SETTING = "nonpayment_actions"
_NOT_ABOUT_MONEY_OWED = frozenset(
    {"payment_receipt", "promise_confirmation", "missed_instalment", "handover_file"}
)
_PAPERS = {STATEMENT: "Relevé de compte", PLAN_LETTER: "Prochaine lettre du plan de relance"}


@dataclass(frozen=True, slots=True)
class Advice:
    """What follows a reason today: the action, the name of its document, the day of the next call."""

    action: NextAction
    document: str
    next_day: date | None

    @property
    def words(self) -> str:
        """`Duplicata de facture par e-mail, ton cordial. Envoyer le duplicata…`."""
        what = f"{self.document}, {self.action.channel.inline}" if self.document else ""
        head = ", ".join(part for part in (what, f"ton {self.action.tone.label.lower()}") if part)
        return f"{head[0].upper()}{head[1:]}. {self.action.advice}".strip()


def documents() -> Mapping[str, str]:
    """The documents that exist, by id, with their French names; nothing else is ever proposed."""
    letters = {one.id: one.name for one in OTHER_LETTERS.values() if one.id not in _NOT_ABOUT_MONEY_OWED}
    return {NO_DOCUMENT: "Aucun", **_PAPERS, **letters, AGREEMENT.id: AGREEMENT.name}


def asks_fields(document: str) -> bool:
    """Whether only the user knows what the document says: it is then written in its form."""
    letter = OTHER_LETTERS.get(document)
    if document == AGREEMENT.id:
        return True
    return letter is not None and any(one.required for one in letter.fields)


def prepare(
    store: Store, client_id: int, document: str, today: date, invoice_ids: Sequence[int] = ()
) -> Changes:
    """Makes the document that follows a reason, ready to print: about these invoices, else all that is open.

    Raises DomainError when it cannot be made now, KeyError for one that does not exist.
    """
    if document == PLAN_LETTER:
        outcome = followups.issue(store, today, client_ids=[client_id])
        if not outcome.issued:
            raise DomainError(
                "Le plan ne propose pas de lettre à ce client aujourd’hui\u00a0: voyez pourquoi dans Suivi."
            )
        return outcome.changes
    with store.reading() as r:
        opened = [item.invoice_id for item in r.balance.open_items(today, client_id=client_id)]
    about = tuple(invoice_ids) or tuple(dict.fromkeys(opened))
    letter_id = other_letters.issue(store, client_id, document, invoice_ids=about, day=today)
    return other_letters.changes_of(store, letter_id)


def actions(store: Store) -> dict[Reason, NextAction]:
    """The table of the dossier: what follows each reason."""
    with store.reading() as r:
        return _actions(r)


def _actions(r: Transaction) -> dict[Reason, NextAction]:
    kept = r.settings.get(SETTING, {})
    own = {one.reason: one for one in map(_read, kept.values()) if one is not None}
    return {reason: own.get(reason, DEFAULTS[reason]) for reason in Reason}


def _read(values: Any) -> NextAction | None:
    """A kept action; None when another version of the program wrote it differently."""
    try:
        return NextAction(
            Reason(values["reason"]),
            str(values["document"]),
            Channel(values["channel"]),
            None if values["days"] is None else int(values["days"]),
            ActionTone(values["tone"]),
            str(values["advice"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def save(store: Store, table: Mapping[Reason, NextAction]) -> Changes:
    """Keeps the table. InvalidValue for a delay that makes no sense."""
    table = {reason: checked(action) for reason, action in table.items()}
    own = {reason.value: _values(one) for reason, one in table.items() if one != DEFAULTS[reason]}
    with store.transaction() as t:
        before = t.settings.get(SETTING, {})
        t.settings.set(SETTING, own)
        entry = t.journal.append(
            "nonpayment_actions_changed",
            "Suites des motifs de non-paiement modifiées",
            before=before,
            after=own,
        )
    return changed(Subject.SETTINGS, message="Suites des motifs enregistrées.", entry_id=entry)


def _values(one: NextAction) -> dict[str, Any]:
    return {
        "reason": one.reason.value,
        "document": one.document,
        "channel": one.channel.value,
        "days": one.days,
        "tone": one.tone.value,
        "advice": one.advice,
    }


def advice(store: Store, reason: Reason, today: date) -> Advice:
    """What follows a reason told today; a document that does not exist is not named."""
    with store.reading() as r:
        action = _actions(r)[reason]
        name = documents().get(action.document, "") if action.document else ""
        day = None
        if action.days is not None:
            day = next_working_day(today, action.days, holidays=working_days.within(r))
        return Advice(action, name, day)


def last_reason(r: Transaction, client_id: int) -> Reason | None:
    """The reason that a client told last; None when he told none."""
    return next((one.reason for one in r.contact_attempts.of_client(client_id) if one.reason), None)


def report(store: Store, day: date) -> tuple[ReasonShare, ...]:
    """« Pourquoi ne suis-je pas payé ? »: what is late as of a day, by the last reason told."""
    with store.reading() as r:
        reasons = r.contact_attempts.reasons(day)
        items = [item for item in r.balance.open_items(day) if item.days_late(day) > 0]
        names = {one.id: one.name for one in r.clients.facts({item.client_id for item in items})}
    return shares(
        UnpaidWithReason(
            item.client_id,
            names[item.client_id],
            item.number,
            item.outstanding,
            item.days_late(day),
            reasons.get(item.invoice_id),
        )
        for item in items
    )


__all__ = ["DUPLICATE", "Advice", "actions", "advice", "documents", "last_reason", "report", "save"]
