"""What the user records about the claim of charges on an invoice: one action, one entry in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from creances_desktop.domain.claim_facts import AwardedInterest, Capitalisation
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.settlement import charges_left
from creances_desktop.domain.text import short_date
from creances_desktop.services.breakdown import of_invoices
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.claim_facts import facts
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.law import PURSUED, SETTLED, WAIVED, ChargeClaim, ProvenCost
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "PURSUED",
    "SETTLED",
    "STATUS_LABELS",
    "WAIVED",
    "ChargeClaim",
    "DemandReceived",
    "ProvenCost",
    "add_cost",
    "award",
    "capitalisation",
    "claim",
    "costs",
    "decide",
    "demand",
    "facts",
    "record_award",
    "record_capitalisation",
    "record_mise_en_demeure",
    "withdraw_cost",
]

STATUS_LABELS = {PURSUED: "Réclamés", WAIVED: "Abandonnés", SETTLED: "Réglés"}


def decide(store: Store, invoice_id: int, status: str, reason: str, day: date) -> Changes:
    """Pursues the charges of an invoice, waives them or notes them as settled; the figures of `day` are kept.

    InvalidValue beside `reason` when they are waived without one, beside `status` for an unknown one;
    DomainError when there is nothing to claim, RegimeUnavailable for a client of unspecified nature.
    """
    if status not in STATUS_LABELS:
        raise InvalidValue("status", "Choisissez\u00a0: réclamer, abandonner ou réglés.")
    if status == WAIVED and not reason.strip():
        raise InvalidValue("reason", "Indiquez pourquoi vous y renoncez\u00a0: le motif reste au journal.")
    with store.transaction() as t:
        invoice = _debit(t, invoice_id)
        result = next((one.result for one in of_invoices(t, [invoice_id], day)), None)
        if result is None or not result.charges:
            raise DomainError(
                f"{invoice.number}\u00a0: aucun intérêt ni indemnité au {short_date(day)}, rien à décider."
            )
        text = f"Intérêts et indemnité de {invoice.number} {STATUS_LABELS[status].lower()}"
        text += f"\u00a0: {format_cents(result.charges)} au {short_date(day)}"
        interest, indemnity, proven = charges_left(
            result.interest, result.fixed_indemnity, result.further_costs, result.received
        )
        decision = ChargeClaim(
            id=0,
            invoice_id=invoice_id,
            as_of=day,
            interest=interest,
            indemnity=indemnity,
            costs=proven,
            status=status,
            reason=reason.strip(),
        )
        before = t.law.claim(invoice_id)
        after = {"status": status, "reason": decision.reason, "charges": result.charges}
        entry = _entry(t, "charges_decided", text, invoice, before=before and before.status, after=after)
        row = t.law.add_claim(decision, action_id=entry)
    return changed(Subject.INVOICES, message=f"{text}.", entry_id=entry, row_id=row)


def record_award(store: Store, invoice_id: int, awarded: AwardedInterest | None) -> Changes:
    """Keeps the judgment that awards the legal rate on an invoice in place of an earlier one; None: removes.

    InvalidValue beside `enforceable_on` when it is before the interest that the judgment awards.
    """
    if awarded is not None and awarded.enforceable_on is not None and awarded.enforceable_on < awarded.since:
        raise InvalidValue(
            "enforceable_on",
            "Le jugement ne peut être exécutoire avant le jour d’où il accorde des intérêts.",
        )
    with store.transaction() as t:
        invoice = _debit(t, invoice_id)
        text = f"Jugement {'enregistré' if awarded else 'retiré'} pour {invoice.number}"
        before = t.law.award(invoice_id)
        entry = _entry(t, "award_recorded", text, invoice, before=_award(before), after=_award(awarded))
        t.law.save_award(invoice_id, awarded, action_id=entry)
    return changed(Subject.INVOICES, message=f"{text}.", entry_id=entry)


def record_capitalisation(store: Store, invoice_id: int, ground: Capitalisation | None) -> Changes:
    """Keeps the clause or the judgment that lets whole years of interest bear interest; None: removes."""
    with store.transaction() as t:
        invoice = _debit(t, invoice_id)
        words = "enregistrée" if ground else "retirée"
        text = f"Capitalisation des intérêts {words} pour {invoice.number}"
        before = t.law.capitalisation(invoice_id)
        entry = _entry(
            t, "capitalisation_recorded", text, invoice, before=_ground(before), after=_ground(ground)
        )
        t.law.save_capitalisation(invoice_id, ground, action_id=entry)
    return changed(Subject.INVOICES, message=f"{text}.", entry_id=entry)


def add_cost(store: Store, invoice_id: int, day: date, amount: Cents, label: str) -> Changes:
    """Keeps a recovery cost with what proves it. InvalidValue beside `amount` or `label`."""
    if amount <= 0:
        raise InvalidValue("amount", "Le montant des frais doit être supérieur à zéro.")
    if not label.strip():
        raise InvalidValue("label", "Indiquez ce qui justifie ces frais (facture d’huissier, d’avocat…).")
    with store.transaction() as t:
        invoice = _debit(t, invoice_id)
        text = f"Frais de {format_cents(amount)} sur {invoice.number}\u00a0: {label.strip()}"
        after = {"day": day, "amount": amount, "label": label.strip()}
        entry = _entry(t, "cost_added", text, invoice, before=None, after=after)
        row = t.law.add_cost(invoice_id, day, amount, label.strip(), action_id=entry)
    return changed(Subject.INVOICES, message=f"{text}.", entry_id=entry, row_id=row)


def withdraw_cost(store: Store, invoice_id: int, cost_id: int, day: date) -> Changes:
    """Takes a recovery cost back. DomainError when the invoice has no such cost."""
    with store.transaction() as t:
        invoice = _debit(t, invoice_id)
        cost = next((one for one in t.law.costs(invoice_id) if one.id == cost_id), None)
        if cost is None:
            raise DomainError(f"{invoice.number}\u00a0: ces frais ont déjà été retirés.")
        text = f"Frais de {format_cents(cost.amount)} retirés de {invoice.number}"
        before = {"day": cost.day, "amount": cost.amount, "label": cost.label}
        entry = _entry(t, "cost_withdrawn", text, invoice, before=before, after=None)
        t.law.withdraw_cost(cost_id, day)
    return changed(Subject.INVOICES, message=f"{text}.", entry_id=entry)


def record_mise_en_demeure(store: Store, invoice_id: int, day: date | None) -> Changes:
    """Keeps the day on which a mise en demeure about an invoice was received, or first presented; None: none.

    InvalidValue beside `mise_en_demeure_received` when it is before the invoice.
    """
    with store.transaction() as t:
        invoice = _debit(t, invoice_id)
        if day is not None and day < invoice.issue_date:
            raise InvalidValue(
                "mise_en_demeure_received", "La mise en demeure ne peut être reçue avant la facture."
            )
        text = f"Mise en demeure reçue pour {invoice.number}"
        text += f" le {short_date(day)}" if day else "\u00a0: date retirée"
        before = invoice.mise_en_demeure_received
        entry = _entry(
            t,
            "mise_en_demeure_recorded",
            text,
            invoice,
            before={"mise_en_demeure_received": before},
            after={"mise_en_demeure_received": day},
        )
        t.invoices.change(invoice_id, mise_en_demeure_received=day)
    return changed(Subject.INVOICES, message=f"{text}.", entry_id=entry)


@dataclass(frozen=True, slots=True)
class DemandReceived:
    """The day on which a mise en demeure counts: `typed` by the user, or proved by a letter."""

    day: date
    typed: bool
    letter_id: int | None = None
    reference: str = ""

    @property
    def words(self) -> str:
        """`06/11/2026 (lettre L2026-00012)`, `06/11/2026 (saisi à la main)`."""
        origin = "saisi à la main" if self.typed else f"lettre {self.reference}"
        return f"{short_date(self.day)} ({origin})"


def demand(store: Store, invoice_id: int) -> DemandReceived | None:
    """The day from which a mise en demeure about an invoice counts: the one typed, or that of its letter."""
    with store.reading() as r:
        typed = r.invoices.get(invoice_id).mise_en_demeure_received
        found = r.letter_events.demands([invoice_id]).get(invoice_id)
    if typed is not None:
        return DemandReceived(typed, typed=True)
    return None if found is None else DemandReceived(found.day, False, found.letter_id, found.reference)


def award(store: Store, invoice_id: int) -> AwardedInterest | None:
    """The judgment on an invoice."""
    with store.reading() as r:
        return r.law.award(invoice_id)


def capitalisation(store: Store, invoice_id: int) -> Capitalisation | None:
    """What lets the interest on an invoice bear interest."""
    with store.reading() as r:
        return r.law.capitalisation(invoice_id)


def costs(store: Store, invoice_id: int) -> list[ProvenCost]:
    """The recovery costs on an invoice, oldest first."""
    with store.reading() as r:
        return r.law.costs(invoice_id)


def claim(store: Store, invoice_id: int) -> ChargeClaim | None:
    """The last decision on the charges of an invoice, with the figures of its day."""
    with store.reading() as r:
        return r.law.claim(invoice_id)


def _debit(t: Transaction, invoice_id: int) -> StoredInvoice:
    invoice = t.invoices.get(invoice_id)
    if not invoice.kind.is_debit:
        raise DomainError(f"{invoice.kind.label} {invoice.number}\u00a0: ceci ne se dit que d’une facture.")
    return invoice


def _entry(t: Transaction, action: str, text: str, invoice: StoredInvoice, *, before: Any, after: Any) -> int:
    return t.journal.append(
        action, text, client_id=invoice.client_id, invoice_id=invoice.id, before=before, after=after
    )


def _award(one: AwardedInterest | None) -> dict[str, Any] | None:
    return None if one is None else {"since": one.since, "enforceable_on": one.enforceable_on}


def _ground(one: Capitalisation | None) -> dict[str, Any] | None:
    return None if one is None else {"ground": one.ground.value, "since": one.since}
