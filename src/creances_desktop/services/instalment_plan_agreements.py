"""Instalment plans granted to clients: proposed with their agreement, signed, ended."""

from __future__ import annotations

from datetime import date, timedelta

from creances_desktop.domain.attachments import AttachmentKind, IncomingFile
from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.limitation_events import EventKind, LimitationEvent
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import (
    attachments,
    held_calls,
    instalment_plans,
    letters,
    other_letters,
    working_days,
)
from creances_desktop.services.attachments import About, Wording
from creances_desktop.services.calendar import CALL_AGAIN
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.instalment_plan_drafts import Draft, order_of, work_out_within
from creances_desktop.services.instalment_plans import PlanNow
from creances_desktop.storage.instalment_plans import ENDED, LAPSED, NewPlan
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

NOTICE = "missed_instalment"
"""The letter that demands a missed instalment; the clause lets eight days pass after it."""
NOTICE_DAYS = 8
SIGNATURE_DAYS = 10


def grant(store: Store, draft: Draft, today: date) -> Changes:
    """Proposes a plan: keeps it, enters its instalments in the calendar and writes the agreement to sign.

    Raises as `instalment_plan_drafts.work_out`.
    """
    with store.transaction() as t:
        found = work_out_within(t, draft, today)
        known = found.figures
        text = (
            f"Échéancier proposé\u00a0: {format_cents(found.total)} en {len(found.parts)} échéances, du "
            f"{short_date(found.parts[0].day)} au {short_date(found.parts[-1].day)}"
        )
        alone = known.invoices[0].invoice_id if len(known.invoices) == 1 else None
        entry = t.journal.append(
            "instalment_plan_proposed",
            f"{text} — {known.client.name}",
            client_id=draft.client_id,
            invoice_id=alone,
            after={str(one.day): one.amount for one in found.parts},
        )
        new = NewPlan(
            draft.client_id, today, draft.charges, known.interest, known.indemnity, draft.lapse_clause,
            known.invoices, found.parts,
        )  # fmt: skip
        plan_id = t.instalment_plans.add(new, action_id=entry)
        letter_id = other_letters.reserve_within(t, order_of(t, draft, found), today)
        t.instalment_plans.change(plan_id, letter_id=letter_id)
        enter_parts(t, plan_id, new, entry)
        _await_signature(t, plan_id, new, entry)
        held_calls.withdraw(t, draft.client_id, today)
        _put_calls_off(t, new)
    letters.finish(store, letter_id)
    subjects = (Subject.INVOICES, Subject.CLIENTS, Subject.CALENDAR, Subject.LETTERS)
    return changed(
        *subjects, message=f"{text}\u00a0: l’accord est à imprimer.", entry_id=entry, row_id=plan_id
    )


def _await_signature(t: Transaction, plan_id: int, plan: NewPlan, entry: int) -> None:
    """Asks after the signed copy some days later, before the first instalment at the latest."""
    day = next_working_day(
        plan.proposed_on + timedelta(days=SIGNATURE_DAYS), 0, holidays=working_days.within(t)
    )
    t.calendar.add(
        EntryKind.REMINDER,
        max(plan.proposed_on, min(day, plan.parts[0].day)),
        "Échéancier à recevoir signé",
        action_id=entry,
        client_id=plan.client_id,
        origin=instalment_plans.signature_origin(plan_id),
    )


def _put_calls_off(t: Transaction, plan: NewPlan) -> None:
    """Moves the calls agreed on behind the first instalment: before, there is nothing to ask for."""
    first = plan.parts[0].day
    day = next_working_day(first, 1, holidays=working_days.within(t))
    for one in t.calendar.of_client(plan.client_id):
        agreed = one.kind is EntryKind.CALL and one.title == CALL_AGAIN
        if agreed and one.done_on is None and one.day <= first:
            t.calendar.change(one.id, day=day)


def enter_parts(t: Transaction, plan_id: int, plan: NewPlan, entry: int) -> None:
    """Puts the instalments of a plan into the calendar."""
    alone = plan.invoices[0].invoice_id if len(plan.invoices) == 1 else None
    count = len(plan.parts)
    for one in plan.parts:
        t.calendar.add(
            EntryKind.INSTALMENT,
            one.day,
            f"{instalment_plans.part_title(one.position, count)}\u00a0: {format_cents(one.amount)}",
            action_id=entry,
            client_id=plan.client_id,
            invoice_id=alone,
            origin=instalment_plans.origin(plan_id, one.position),
        )


def sign(
    store: Store,
    plan_id: int,
    day: date,
    today: date,
    *,
    acknowledges: bool = True,
    scan: IncomingFile | None = None,
) -> Changes:
    """Notes the day on which the client signed, with the signed copy if there is one.

    `acknowledges`: a signed plan is an acknowledgement of the debt, from which a new limitation period runs
    (C. civ. 2240 and 2231 [T]); it is recorded on what is open of its invoices. Raises InvalidValue (`day`)
    and DomainError.
    """
    with store.transaction() as t:
        one = _standing(t, plan_id, today)
        terms = one.stored.terms
        if one.stored.signed_on is not None:
            raise DomainError(f"Cet échéancier est signé depuis le {short_date(one.stored.signed_on)}.")
        if not terms.proposed_on <= day <= today:
            raise InvalidValue(
                "day",
                f"La signature est entre le {short_date(terms.proposed_on)}, jour de l’accord proposé, et "
                "aujourd’hui.",
            )
        t.instalment_plans.change(plan_id, signed_on=day)
        t.calendar.close_origin(instalment_plans.signature_origin(plan_id), today)
        entry = t.journal.append(
            "instalment_plan_signed",
            f"Échéancier du {short_date(terms.proposed_on)} signé le {short_date(day)}",
            client_id=terms.client_id,
            invoice_id=_alone(one),
        )
        if acknowledges:
            proof = f"Échéancier {one.stored.reference} signé".replace("  ", " ")
            event = LimitationEvent(EventKind.ACKNOWLEDGEMENT, day, proof)
            for item in t.balance.open_items(today, invoice_ids=one.stored.invoice_ids):
                t.law.add_limitation_event(item.due_item_id, event, action_id=entry)
        if scan is not None:
            about = About(terms.client_id, letter_id=one.stored.letter_id)
            attachments.enter(t, about, scan, Wording(AttachmentKind.OTHER, day, "Échéancier signé"))
    subjects = (Subject.INVOICES, Subject.CLIENTS, Subject.CALENDAR, Subject.ATTACHMENTS)
    return changed(*subjects, message="Échéancier signé\u00a0: il est en cours.", entry_id=entry)


def end(store: Store, plan_id: int, reason: str, today: date, *, lapsed: bool = False) -> Changes:
    """Ends a plan: the follow-up of its invoices goes on. `lapsed`: its clause made all that is left due.

    Raises DomainError for a plan that is over, and for a lapse without a signature, the clause or a missed
    instalment.
    """
    with store.transaction() as t:
        one = _standing(t, plan_id, today)
        terms = one.stored.terms
        if lapsed:
            refuse_unsigned(one)
        if lapsed and not terms.lapse_clause:
            raise DomainError(
                "Cet échéancier n’a pas de clause de déchéance du terme\u00a0: terminez-le, puis reprenez le "
                "recouvrement."
            )
        if lapsed and not one.status.missed:
            raise DomainError(
                "Aucune échéance n’est manquée\u00a0: la clause de déchéance du terme ne joue pas."
            )
        t.instalment_plans.change(
            plan_id, ended_on=today, ended_as=LAPSED if lapsed else ENDED, reason=reason.strip()
        )
        instalment_plans.close_entries(t, one.stored, today)
        what = "déchu\u00a0: tout est exigible" if lapsed else "terminé"
        text = f"Échéancier du {short_date(terms.proposed_on)} {what}"
        told = f"{text}\u00a0: {reason.strip()}" if reason.strip() and not lapsed else text
        entry = t.journal.append(
            "instalment_plan_lapsed" if lapsed else "instalment_plan_ended",
            told,
            client_id=terms.client_id,
            invoice_id=_alone(one),
        )
        held_calls.bring_back(t, terms.client_id, today, entry)
    subjects = (Subject.INVOICES, Subject.CLIENTS, Subject.CALENDAR)
    return changed(*subjects, message=f"{text}. Les relances reprennent.", entry_id=entry)


def noticed(store: Store, plan_id: int, letter_id: int) -> None:
    """Keeps which letter demanded the missed instalment."""
    with store.transaction() as t:
        one = t.instalment_plans.get(plan_id)
        t.instalment_plans.change(plan_id, notice_id=letter_id)
        t.journal.append(
            "instalment_plan_noticed",
            f"Échéance manquée de l’échéancier du {short_date(one.terms.proposed_on)}\u00a0: mise en demeure "
            "émise",
            client_id=one.terms.client_id,
        )


def notice_fields(one: PlanNow, deadline: date) -> dict[str, str | int | date]:
    """What fills the letter about the missed instalments. DomainError when none is missed, or unsigned."""
    refuse_unsigned(one)
    missed = one.status.missed
    if not missed:
        raise DomainError("Aucune échéance de cet échéancier n’est manquée.")
    clause = "la clause de déchéance du terme de cet échéancier" if one.stored.terms.lapse_clause else ""
    return {
        "agreed_on": one.stored.signed_on or one.stored.terms.proposed_on,
        "missed_on": missed[0].part.day,
        "amount": sum(part.missing for part in missed),
        "clause": clause,
        "deadline": deadline,
    }


def refuse_unsigned(one: PlanNow) -> None:
    """DomainError for a plan that the client has not signed: it binds him to nothing yet."""
    if one.stored.signed_on is None:
        raise DomainError(
            "Cet échéancier n’est pas noté comme signé\u00a0: le client ne s’est engagé à rien. Notez "
            "d’abord sa signature, ou terminez l’échéancier\u00a0: les relances habituelles reprennent."
        )


def lapse_words(store: Store, one: PlanNow, today: date) -> str:
    """What to know before the clause is used: whether the letter it asks for left, eight days ago."""
    if one.stored.notice_id is None:
        return (
            "La clause demande une mise en demeure restée huit jours sans effet\u00a0: aucune n’a été émise "
            "d’ici pour cet échéancier."
        )
    with store.reading() as r:
        letter = r.letters.get(one.stored.notice_id)
    days = (today - letter.issued_on).days
    since = "aujourd’hui" if not days else f"il y a {plural(days, 'jour')}"
    soon = "" if days >= NOTICE_DAYS else "\u00a0: les huit jours de la clause ne sont pas passés"
    return f"La mise en demeure {letter.reference} a été émise {since}{soon}."


def _standing(t: Transaction, plan_id: int, today: date) -> PlanNow:
    try:
        owner = t.instalment_plans.get(plan_id).terms.client_id
    except KeyError:
        raise DomainError("Cet échéancier n’est plus dans le dossier.") from None
    found = instalment_plans.within(t, today, [owner], ended=True)
    one = next(plan for plan in found if plan.stored.id == plan_id)
    if not one.status.state.is_under_way:
        raise DomainError(f"Cet échéancier est déjà {one.status.state.label.lower()}.")
    return one


def _alone(one: PlanNow) -> int | None:
    ids = one.stored.invoice_ids
    return ids[0] if len(ids) == 1 else None
