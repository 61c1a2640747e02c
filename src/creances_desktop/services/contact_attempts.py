"""Contacts that were tried: noting one, the ways that remain, and courtesy towards consumers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from creances_desktop.domain.calendar import CallOutcome
from creances_desktop.domain.clients import Channel, Client, Nature
from creances_desktop.domain.contact_attempts import (
    Attempt,
    CallNote,
    Courtesy,
    Way,
    courteous_day,
    discourtesy,
    next_way,
    ways,
)
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.nonpayment import reason_of
from creances_desktop.services import working_days
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.contact_attempts import StoredAttempt
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

COURTESY_SETTING = "call_courtesy"
_WRITTEN = frozenset({Channel.LETTER, Channel.REGISTERED_LETTER, Channel.EMAIL})


@dataclass(frozen=True, slots=True)
class Reach:
    """How a client can be reached: every way with what was tried, and the one to try next, if any.

    `advice` tells why he would rather not be called today; empty when nothing speaks against it.
    """

    ways: tuple[Way, ...]
    next_way: Way | None
    attempts: tuple[StoredAttempt, ...]
    advice: str


def note(
    t: Transaction,
    client_id: int,
    call: CallNote,
    today: date,
    *,
    entry_id: int | None = None,
    invoice_id: int | None = None,
) -> int:
    """Enters a contact in the journal and among the attempts; the journal entry's id."""
    spoken = call.invoice_ids or ((invoice_id,) if invoice_id is not None else ())
    reason = call.reason or reason_of(call.outcome)
    word = "Appel" if call.channel is Channel.PHONE else f"Contact ({call.channel.inline})"
    entry = t.journal.append(
        "call_noted",
        f"{word}\u00a0: {call.outcome.label.lower()}",
        client_id=client_id,
        invoice_id=invoice_id,
        after={
            "outcome": call.outcome.value,
            "note": call.text,
            "next_day": call.next_day,
            "reason": reason.value if reason else None,
        },
    )
    client = t.clients.get(client_id)
    point = call.point.strip() or usual_point(client, call.channel, call.contact)
    t.contact_attempts.add(
        client_id,
        Attempt(today, call.channel, point, call.contact.strip(), call.outcome),
        action_id=entry,
        reason=reason,
        note=call.note.strip(),
        entry_id=entry_id,
        invoice_ids=spoken,
    )
    return entry


def usual_point(client: Client, channel: Channel, person: str = "") -> str:
    """The number or address of this channel: the person's own if known, else the first of the client."""
    found = [way for way in ways(client, ()) if way.channel is channel]
    own = [way for way in found if person.strip() and way.person == person.strip()]
    return next((way.point for way in [*own, *found]), "")


def reach(store: Store, client_id: int, today: date) -> Reach:
    """How a client can be reached, and what was tried."""
    with store.reading() as r:
        return within(r, r.clients.get(client_id), today)


def within(r: Transaction, client: Client, today: date) -> Reach:
    """What `reach` answers, within a reading or an action under way."""
    stored = tuple(r.contact_attempts.of_client(client.id))
    attempts = [one.attempt for one in stored]
    attempts += [
        Attempt(letter.issued_on, Channel.LETTER, client.address.city, client.name, None)
        for letter in r.letters.of_client(client.id)
        if Channel(letter.channel) in _WRITTEN and letter.status == "delivered"
    ]
    found = ways(client, attempts)
    return Reach(found, next_way(found), stored, advice(r, client.nature, stored, today))


def advice(r: Transaction, nature: Nature, stored: Sequence[StoredAttempt], today: date) -> str:
    """Why a client of this nature would rather not be called today; empty when nothing speaks against it."""
    if nature is not Nature.CONSUMER:
        return ""
    return discourtesy(today, nature, _called_on(stored), _courtesy(r), working_days.within(r))


def courteous(r: Transaction, client: Client, day: date, *, also: date | None = None) -> date:
    """The first day from `day` on which this client may be called without breaking the user's courtesy.

    `also`: a day on which he is being called, though nothing is noted yet.
    """
    if client.nature is not Nature.CONSUMER:
        return day
    called = _called_on(tuple(r.contact_attempts.of_client(client.id)))
    if also is not None:
        called.append(also)
    return courteous_day(day, client.nature, called, _courtesy(r), working_days.within(r))


def _called_on(stored: Sequence[StoredAttempt]) -> list[date]:
    """The days of the calls that rang at his place: a wrong number disturbed somebody else."""
    return [
        one.day
        for one in stored
        if one.channel is Channel.PHONE and one.outcome is not CallOutcome.WRONG_NUMBER
    ]


def courtesy(store: Store) -> Courtesy:
    """The rules of courtesy of the dossier."""
    with store.reading() as r:
        return _courtesy(r)


def _courtesy(r: Transaction) -> Courtesy:
    kept = r.settings.get(COURTESY_SETTING)
    return Courtesy(**kept) if isinstance(kept, dict) else Courtesy()


def keep_courtesy(t: Transaction, rules: Courtesy) -> None:
    """Keeps the rules of courtesy, within an action. InvalidValue for figures that make no sense."""
    if not 0 <= rules.most_calls <= 30:
        raise InvalidValue("most_calls", "Le nombre d’appels est compris entre 0 (sans limite) et 30.")
    if not 1 <= rules.within_days <= 60:
        raise InvalidValue("within_days", "La période est comprise entre 1 et 60 jours.")
    before, after = asdict(_courtesy(t)), asdict(rules)
    if before != after:
        t.settings.set(COURTESY_SETTING, after)
        text = "Règles de courtoisie des appels modifiées"
        t.journal.append("courtesy_changed", text, before=before, after=after)


def save_courtesy(store: Store, rules: Courtesy) -> Changes:
    """Keeps the rules of courtesy. InvalidValue for figures that make no sense."""
    with store.transaction() as t:
        keep_courtesy(t, rules)
    return changed(Subject.SETTINGS, message="Règles de courtoisie enregistrées.")
