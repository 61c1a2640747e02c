"""The life of registered letters, noted as the post tells it, with what the calendar awaits from each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain.attachments import AttachmentKind, IncomingFile
from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.followups import DoneStep
from creances_desktop.domain.letter_events import EventKind, LetterEvent
from creances_desktop.domain.letters import claimed_words
from creances_desktop.domain.other_letter_kinds import EVERY_LETTER
from creances_desktop.domain.registered import (
    CONSEQUENCES,
    Life,
    NumberCheck,
    Stage,
    check_event,
    check_number,
    format_number,
    life_of,
    warning_of,
)
from creances_desktop.domain.text import short_date
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import attachments, working_days
from creances_desktop.services.attachments import About, Wording
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.sending_settings import SendingSettings, settings_in
from creances_desktop.storage import letters as states
from creances_desktop.storage.letters import StoredLetter
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "CONSEQUENCES",
    "EventKind",
    "Life",
    "NumberCheck",
    "PostalLine",
    "RegisteredLetter",
    "Stage",
    "awaited",
    "check_number",
    "extended",
    "format_number",
    "lines",
    "record",
    "record_deposit",
    "set_number",
    "view",
    "withdraw",
]

DEPOSIT, RECEIPT = "deposit:", "receipt:"
_CHANGED = (Subject.LETTERS, Subject.CALENDAR, Subject.INVOICES, Subject.CLIENTS, Subject.ATTACHMENTS)


@dataclass(frozen=True, slots=True)
class RegisteredLetter:
    """A registered letter with its life as of a day; `number` is empty when it is not known.

    `deadline` is the last day that the follow-up waits for, by the setting of the dossier.
    """

    letter: StoredLetter
    number: str
    events: tuple[LetterEvent, ...]
    life: Life
    stage: Stage
    expected_on: date | None
    deadline: date | None
    settings: SendingSettings

    @property
    def of_plan(self) -> bool:
        """Whether a step of a plan sent it, which can be proposed again."""
        return self.letter.step not in EVERY_LETTER


@dataclass(frozen=True, slots=True)
class PostalLine:
    """What a list shows of a registered letter."""

    number: str
    life: Life
    stage: Stage
    expected_on: date | None


def view(store: Store, letter_id: int, today: date) -> RegisteredLetter:
    """A letter with everything the post said of it."""
    with store.reading() as r:
        letter = r.letters.get(letter_id)
        events = tuple(r.letter_events.of_letters([letter_id]).get(letter_id, ()))
        settings = settings_in(r)
        number = r.letter_events.numbers([letter_id]).get(letter_id, "")
    life = life_of(events)
    return RegisteredLetter(
        letter=letter,
        number=number,
        events=events,
        life=life,
        stage=life.stage(today, settings.receipt_days),
        expected_on=life.receipt_expected_on(settings.receipt_days),
        deadline=_deadline(letter, life, settings),
        settings=settings,
    )


def lines(store: Store, letter_ids: Iterable[int], today: date) -> dict[int, PostalLine]:
    """What a list shows of the registered ones among these letters."""
    ids = list(letter_ids)
    with store.reading() as r:
        registered = [one.id for one in r.letters.page(ids) if one.channel == Channel.REGISTERED_LETTER]
        events = r.letter_events.of_letters(registered)
        numbers = r.letter_events.numbers(registered)
        days = settings_in(r).receipt_days
    found = {}
    for letter_id in registered:
        life = life_of(events.get(letter_id, ()))
        number = format_number(numbers.get(letter_id, ""))
        expected = life.receipt_expected_on(days)
        found[letter_id] = PostalLine(number, life, life.stage(today, days), expected)
    return found


def awaited(store: Store, today: date, *, missing_only: bool = False) -> list[int]:
    """The registered letters that left and whose fate is not known, oldest first.

    `missing_only`: those whose receipt should be back by now.
    """
    with store.reading() as r:
        ids = r.letter_events.registered(delivered=states.DELIVERED)
    if not missing_only:
        return ids
    known = lines(store, ids, today)
    return [letter_id for letter_id in ids if known[letter_id].stage is Stage.MISSING]


def set_number(store: Store, letter_id: int, text: str) -> Changes:
    """Gives a registered letter its number, never refused for its form; empty text takes it away.

    InvalidValue beside `number` when another letter bears it.
    """
    checked = check_number(text)
    with store.transaction() as t:
        entry = _enter_number(t, letter_id, checked.number)
    said = format_number(checked.number) or "retiré"
    message = f"Numéro du recommandé\u00a0: {said}. {checked.warning}".strip()
    return changed(Subject.LETTERS, message=message, entry_id=entry)


def _enter_number(t: Transaction, letter_id: int, number: str) -> int:
    letter = t.letters.get(letter_id)
    other = t.letter_events.letter_with_number(number) if number else None
    if other is not None and other != letter_id:
        raise InvalidValue(
            "number", f"La lettre {t.letters.get(other).reference} porte déjà ce numéro\u00a0: vérifiez-le."
        )
    before = t.letter_events.numbers([letter_id]).get(letter_id, "")
    entry = t.journal.append(
        "registered_number_set",
        f"Lettre {letter.reference}\u00a0: recommandé n° {format_number(number)}"
        if number
        else f"Lettre {letter.reference}\u00a0: numéro de recommandé retiré",
        client_id=letter.client_id,
        before={"number": before},
        after={"number": number},
    )
    t.letter_events.set_number(letter_id, number, action_id=entry)
    return entry


def record_deposit(
    store: Store, letter_id: int, number: str, day: date, today: date, *, scan: IncomingFile | None = None
) -> Changes:
    """Notes in one action that a letter was deposited, with its number when it is known."""
    checked = check_number(number)
    with store.transaction() as t:
        if checked.number:
            _enter_number(t, letter_id, checked.number)
        entry = _record(t, letter_id, EventKind.DEPOSITED, day, today, scan=scan)
        reference = t.letters.get(letter_id).reference
    message = f"Lettre {reference} déposée le {short_date(day)}. {checked.warning}".strip()
    return changed(*_CHANGED, message=message, entry_id=entry)


def record(
    store: Store,
    letter_id: int,
    kind: EventKind,
    day: date,
    today: date,
    *,
    presented_on: date | None = None,
    text: str = "",
    scan: IncomingFile | None = None,
    send_again: bool = False,
) -> Changes:
    """Notes what the post did with a letter, with its scan, and keeps the calendar in step.

    `presented_on` notes the first presentation in the same action. `send_again`: the letter is marked as come
    back, so that its step is proposed anew. Raises InvalidValue beside `day`, `presented_on` or `kind`.
    """
    with store.transaction() as t:
        if presented_on is not None:
            if presented_on > day:
                raise InvalidValue("presented_on", "La présentation ne peut pas venir après.")
            _record(t, letter_id, EventKind.PRESENTED, presented_on, today)
        before = life_of(t.letter_events.of_letters([letter_id]).get(letter_id, ()))
        entry = _record(t, letter_id, kind, day, today, text=text.strip(), scan=scan)
        letter = t.letters.get(letter_id)
        if send_again and letter.status == states.DELIVERED:
            from creances_desktop.services.letters import void

            void(t, letter, states.RETURNED, kind.label, today)
    warning = warning_of(before, kind, day)
    message = f"Lettre {letter.reference}\u00a0: {kind.label.lower()} le {short_date(day)}. {warning}".strip()
    return changed(*_CHANGED, message=message, entry_id=entry)


def _record(
    t: Transaction,
    letter_id: int,
    kind: EventKind,
    day: date,
    today: date,
    *,
    text: str = "",
    scan: IncomingFile | None = None,
) -> int:
    letter = t.letters.get(letter_id)
    if letter.status in {states.RESERVED, states.CANCELLED}:
        raise DomainError(f"La lettre {letter.reference} n’est pas partie\u00a0: il n’y a rien à en noter.")
    life = life_of(t.letter_events.of_letters([letter_id]).get(letter_id, ()))
    check_event(life, kind, day, issued_on=letter.issued_on, today=today)
    kept = None
    if scan is not None:
        wording = Wording(AttachmentKind.RECEIPT, day, kind.label)
        kept = attachments.kept(t, About(letter.client_id, letter_id=letter_id), scan, wording)
    entry = t.journal.append(
        "letter_event_recorded",
        f"Lettre {letter.reference}\u00a0: {kind.label.lower()} le {short_date(day)}",
        client_id=letter.client_id,
        after={"letter_id": letter_id, "kind": kind.value, "day": day, "text": text},
    )
    if kind is EventKind.DEPOSITED and life.deposited_on is not None:
        for event in t.letter_events.of_letters([letter_id])[letter_id]:
            if event.kind is EventKind.DEPOSITED:
                t.letter_events.withdraw(event.id, today)
    t.letter_events.add(letter_id, kind, day, text=text, attachment_id=kept, action_id=entry)
    if letter.status == states.TO_PRINT:
        # What the post took has left, whatever printed it.
        t.letters.deliver(letter_id)
    keep_in_step(t, letter_id, today, entry)
    return entry


def withdraw(store: Store, event_id: int, today: date) -> Changes:
    """Takes back something noted by mistake; the calendar awaits again what it then lacks."""
    with store.transaction() as t:
        try:
            event = t.letter_events.get(event_id)
        except KeyError:
            raise DomainError("Cette ligne a déjà été retirée.") from None
        if event.kind is EventKind.DELIVERED:
            raise DomainError("Une lettre sortie du programme ne redevient pas à imprimer.")
        letter = t.letters.get(event.letter_id)
        text = f"Lettre {letter.reference}\u00a0: «\u00a0{event.kind.label.lower()}\u00a0» du "
        text += f"{short_date(event.day)} retiré"
        entry = t.journal.append(
            "letter_event_withdrawn",
            text,
            client_id=letter.client_id,
            before={"letter_id": letter.id, "kind": event.kind.value, "day": event.day, "text": event.text},
        )
        t.letter_events.withdraw(event_id, today)
        keep_in_step(t, letter.id, today, entry)
    return changed(*_CHANGED, message=f"{text}.", entry_id=entry)


def left(t: Transaction, letter: StoredLetter, day: date, how: str, entry: int) -> None:
    """Within an action under way: notes how a letter left; a registered one is then to be deposited."""
    text = how[:1].upper() + how[1:]
    t.letter_events.add(letter.id, EventKind.DELIVERED, day, text=text, action_id=entry)
    if letter.channel == Channel.REGISTERED_LETTER:
        keep_in_step(t, letter.id, day, entry)


def keep_in_step(t: Transaction, letter_id: int, today: date, entry: int) -> None:
    """Puts in the calendar what is awaited of a letter now, and closes what no longer is."""
    letter, settings = t.letters.get(letter_id), settings_in(t)
    life = life_of(t.letter_events.of_letters([letter_id]).get(letter_id, ()))
    stands = letter.status not in {states.CANCELLED, states.RETURNED}
    waits = stands and letter.channel == Channel.REGISTERED_LETTER
    to_deposit = waits and life == Life() and settings.remind_deposit
    deposit = next_working_day(today, 0, holidays=working_days.within(t)) if to_deposit else None
    title = f"Déposer le recommandé {letter.reference}"
    told = (f"Lettre du {short_date(letter.issued_on)}", claimed_words(letter.claimed))
    note = ", ".join(filter(None, told))
    _await(t, EntryKind.REMINDER, f"{DEPOSIT}{letter_id}", letter, deposit, title, note, today, entry)
    expected = life.receipt_expected_on(settings.receipt_days) if stands else None
    deposited = "" if life.deposited_on is None else f"Déposé le {short_date(life.deposited_on)}"
    title = f"Accusé de réception attendu\u00a0: {letter.reference}"
    _await(t, EntryKind.RECEIPT, f"{RECEIPT}{letter_id}", letter, expected, title, deposited, today, entry)
    deadline = _deadline(letter, life, settings)
    known_deadline = t.calendar.of_origin(f"letter:{letter_id}").get(f"letter:{letter_id}")
    if deadline is not None and known_deadline is not None and known_deadline[1] is None:
        t.calendar.change(known_deadline[0], day=deadline)


def _await(  # noqa: PLR0917 - the columns of an entry
    t: Transaction,
    kind: EntryKind,
    origin: str,
    letter: StoredLetter,
    day: date | None,
    title: str,
    note: str,
    today: date,
    entry: int,
) -> None:
    known = t.calendar.of_origin(origin).get(origin)
    if day is None:
        t.calendar.close_origin(origin, today)
    elif known is None:
        t.calendar.add(
            kind, day, title, action_id=entry, client_id=letter.client_id, letter_id=letter.id,
            note=note, origin=origin,
        )  # fmt: skip
    else:
        t.calendar.change(known[0], day=day, done_on=None, note=note)


def _deadline(letter: StoredLetter, life: Life, settings: SendingSettings) -> date | None:
    """The last day that the follow-up waits for: the letter's own, or counted from its receipt."""
    if letter.deadline is None or not settings.deadline_from_receipt or life.counts_from is None:
        return letter.deadline
    return max(letter.deadline, life.counts_from + (letter.deadline - letter.issued_on))


def extended(t: Transaction, history: dict[int, tuple[DoneStep, ...]]) -> dict[int, tuple[DoneStep, ...]]:
    """The history with the deadlines counted from receipts, when the dossier is set so."""
    settings = settings_in(t)
    if not settings.deadline_from_receipt:
        return history
    lives = {letter_id: life for letter_id, life in t.letter_events.lives().items() if life.counts_from}
    letters = {letter.id: letter for letter in t.letters.page(lives)}
    deadlines = {
        (one.due_item_id, one.cycle, one.step, one.attempt): _deadline(
            letters[one.letter_id], lives[one.letter_id], settings
        )
        for one in t.letter_events.steps_of(lives)
        if one.due_item_id in history
    }
    found = dict(history)
    for item_id in {key[0] for key in deadlines}:
        found[item_id] = tuple(
            replace(
                step, deadline=deadlines.get((item_id, step.cycle, step.step, step.attempt), step.deadline)
            )
            for step in history[item_id]
        )
    return found
