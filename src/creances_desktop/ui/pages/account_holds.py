"""What holds the follow-up of an account back, as sentences with the way to end each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creances_desktop.domain.disputes import Category
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.rhythm import wait_until
from creances_desktop.domain.text import short_date
from creances_desktop.services.clients import ClientCard
from creances_desktop.services.disputes import StoredDispute
from creances_desktop.ui.theme import Tone


class HoldKind(StrEnum):
    """What kind of hold it is."""

    DISPUTE = "dispute"
    PLAN = "plan"
    PROMISE = "promise"
    PAUSE = "pause"
    INSOLVENCY = "insolvency"
    NO_DELIVERY = "no_delivery"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold: `end_text` is the action that ends it, empty when it ends elsewhere.

    `row_id` is the plan, the promise or the pause; of a dispute, its invoice; of a wait, its client.
    """

    kind: HoldKind
    icon: str
    sentence: str
    tone: Tone
    end_text: str = ""
    row_id: int = 0


def holds_of(card: ClientCard, day: date, invoice_id: int | None = None) -> list[Hold]:
    """The holds that run on `day`: all of the account's, or those that concern one invoice."""
    return [
        *_no_delivery(card, invoice_id),
        *_insolvency(card),
        *_pauses(card, invoice_id),
        *_disputes(card, invoice_id),
        *_plans(card, invoice_id),
        *_promises(card, day, invoice_id),
        *_waiting(card, day, invoice_id),
    ]


def _no_delivery(card: ClientCard, invoice_id: int | None) -> list[Hold]:
    words = card.known.relation.no_delivery_words
    if not words or invoice_id is not None:
        return []
    return [Hold(HoldKind.NO_DELIVERY, "truck", f"{words}.", Tone.DANGER)]


def _waiting(card: ClientCard, day: date, invoice_id: int | None) -> list[Hold]:
    """The first reminder of a client to be spared, while it waits for his usual day."""
    rhythm = card.known.rhythm
    if rhythm is None or not card.known.relation.waits_a_cycle:
        return []
    late = [
        one for one in card.open_items if invoice_id in (None, one.invoice_id) and one.days_late(day) >= 0
    ]
    until = [last for one in late if (last := wait_until(rhythm, one.due_date)) >= day]
    if not until:
        return []
    sentence = (
        f"Première relance\u00a0: un cycle de règlement est laissé, jusqu’au {short_date(max(until))} "
        f"({_told(card.known.rhythm_words)})."
    )
    return [
        Hold(
            HoldKind.WAITING,
            "clock",
            sentence,
            Tone.ACCENT,
            "Relancer sans attendre son rythme",
            card.client.id,
        )
    ]


def _insolvency(card: ClientCard) -> list[Hold]:
    judgment = card.client.insolvency_judgment
    if judgment is None:
        return []
    sentence = f"Procédure collective ouverte le {short_date(judgment)}\u00a0: aucune relance."
    return [Hold(HoldKind.INSOLVENCY, "gavel", sentence, Tone.DANGER)]


def _pauses(card: ClientCard, invoice_id: int | None) -> list[Hold]:
    numbers = _numbers(card)
    return [
        Hold(
            HoldKind.PAUSE,
            "pause",
            f"{_about(numbers, one.invoice_id, 'Compte mis', 'mise')} de côté jusqu’au "
            f"{short_date(one.until)}\u00a0: {one.reason}",
            Tone.WARNING,
            f"Lever la mise de côté jusqu’au {short_date(one.until)}",
            one.id,
        )
        for one in card.pauses
        if invoice_id is None or one.invoice_id in (None, invoice_id)
    ]


def _disputes(card: ClientCard, invoice_id: int | None) -> list[Hold]:
    numbers = _numbers(card)
    return [
        Hold(
            HoldKind.DISPUTE,
            "scale",
            _dispute(one, numbers),
            Tone.WARNING,
            f"Clore le litige sur {numbers.get(one.invoice_id, 'la facture')}…",
            one.invoice_id,
        )
        for one in card.disputes
        if one.invoice_id in numbers and (invoice_id is None or one.invoice_id == invoice_id)
    ]


def _dispute(one: StoredDispute, numbers: dict[int | None, str]) -> str:
    """What is contested, since when, why, and who answers by when."""
    since = f"en litige depuis le {short_date(one.opened_on)}"
    number = numbers.get(one.invoice_id, "")
    if one.amount is None:
        words = f"Facture {number} {since}"
    else:
        words = f"{format_cents(one.amount)} de la facture {number} {since}"
    if reason := one.reason or (one.category.label if one.category is not Category.OTHER else ""):
        words += f"\u00a0: {reason}"
    if one.letter_id is not None:
        words += " · réponse écrite"
    elif one.answer_by is not None:
        words += f" · {one.answered_by.awaited.lower()} avant le {short_date(one.answer_by)}"
    return words


def _plans(card: ClientCard, invoice_id: int | None) -> list[Hold]:
    """The plans under way; one with a missed instalment holds nothing back any more, and says so."""
    return [
        Hold(
            HoldKind.PLAN,
            "banknote",
            one.words,
            Tone.DANGER if one.status.missed else Tone.ACCENT,
            f"Voir l’échéancier du {short_date(one.stored.terms.proposed_on)}…",
            one.stored.id,
        )
        for one in card.plans
        if one.status.state.is_under_way and invoice_id in (None, *one.stored.invoice_ids)
    ]


def _promises(card: ClientCard, day: date, invoice_id: int | None) -> list[Hold]:
    numbers = _numbers(card)
    return [
        Hold(
            HoldKind.PROMISE,
            "handshake",
            f"Promesse de {format_cents(one.amount)} pour le {short_date(one.promised_on)}"
            + _on_numbers(one.invoice_ids, numbers)
            + (f"\u00a0: {one.note}" if one.note else ""),
            Tone.ACCENT,
            f"Retirer la promesse du {short_date(one.promised_on)}",
            one.id,
        )
        for one in card.promises
        if one.promised_on >= day and (invoice_id is None or one.concerns(invoice_id))
    ]


def _on_numbers(invoice_ids: tuple[int, ...], numbers: dict[int | None, str]) -> str:
    """`sur F-12, F-13`: the invoices promised on which something is left; empty for the account."""
    known = [numbers[one] for one in invoice_ids if one in numbers]
    return f" sur {', '.join(known)}" if known else ""


def _numbers(card: ClientCard) -> dict[int | None, str]:
    """The numbers of the invoices with something left, by id."""
    return {item.invoice_id: item.number for item in card.open_items}


def _about(numbers: dict[int | None, str], invoice_id: int | None, account: str, invoice: str) -> str:
    if invoice_id is None:
        return account
    return f"Facture {numbers.get(invoice_id, '')} {invoice}".replace("  ", " ")


def _told(sentence: str) -> str:
    """A sentence within another one."""
    return f"{sentence[:1].lower()}{sentence[1:]}".rstrip(".")
