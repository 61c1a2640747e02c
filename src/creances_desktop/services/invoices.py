"""Invoices and credit notes: entering, correcting, attaching, confirming, and what their card shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from creances_desktop.domain import early_payment
from creances_desktop.domain.disputes import contested_parts
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft, OpenItem
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.numbering import number_after
from creances_desktop.domain.text import plural
from creances_desktop.services import terms
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.services.payments import FAR
from creances_desktop.storage.invoices import StoredDueItem, StoredInvoice, invoice_folded
from creances_desktop.storage.payments import StoredAllocation
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

MAX_PDF = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """Everything an invoice's card shows as of a day; cents."""

    invoice: StoredInvoice
    client_name: str
    due_items: tuple[StoredDueItem, ...]
    open_items: tuple[OpenItem, ...]
    allocations: tuple[StoredAllocation, ...]
    outstanding: Cents
    disputed: Cents = 0


def due_date(store: Store, client_id: int, issue_date: date) -> date:
    """The due date by the client's terms, or the company's. Raises InvalidValue for terms not understood."""
    return terms.due(store, client_id, issue_date).due_date


def proposed_number(store: Store, kind: DocumentKind) -> str:
    """The first free number after the latest document of a kind; empty when there is none to follow."""
    with store.reading() as r:
        number = number_after(r.invoices.last_number(kind))
        while number and r.invoices.by_number(number):
            number = number_after(number)
    return number


def checked(draft: InvoiceDraft) -> InvoiceDraft:
    """The draft with its due items; InvalidValue beside the first wrong field."""
    if not draft.number.strip():
        raise InvalidValue("number", "Indiquez le numéro de la pièce.")
    if draft.gross <= 0:
        raise InvalidValue("gross", "Le montant TTC doit être supérieur à zéro.")
    _check_sum(draft)
    terms.check(draft.terms)
    early_payment.parse(draft.early_payment)
    if not draft.kind.is_debit:
        return replace(draft, number=draft.number.strip(), due_items=())
    if sum(item.amount for item in draft.due_items) != draft.gross:
        raise InvalidValue("due_items", "La somme des échéances doit égaler le montant TTC.")
    if any(item.due_date < draft.issue_date for item in draft.due_items):
        raise InvalidValue(
            "due_date", "L’échéance est avant la date de la facture\u00a0: corrigez l’une des deux."
        )
    return replace(draft, number=draft.number.strip())


def _check_sum(draft: InvoiceDraft) -> None:
    if draft.net is None and draft.vat is None:
        return
    net, vat = draft.net or 0, draft.vat or 0
    if net + vat != draft.gross:
        raise InvalidValue(
            "gross",
            f"HT {format_cents(net)} + TVA {format_cents(vat)} ne font pas {format_cents(draft.gross)} TTC.",
        )


def single_due_item(gross: Cents, day: date, *, estimated: bool = False) -> tuple[DueItemDraft, ...]:
    """The due items of an invoice payable at once."""
    return (DueItemDraft(day, gross, estimated),)


def add(store: Store, draft: InvoiceDraft, *, pdf: bytes | None = None) -> Changes:
    """Enters an invoice or a credit note, with its PDF if given.

    Raises InvalidValue; a number is used once per client. DomainError when the file is not a PDF.
    """
    if pdf is not None:
        _check_pdf(pdf)
    with store.transaction() as t:
        changes = enter(t, draft)
        _keep_pdf(t, changes.id, pdf)
        return changes


def enter(t: Transaction, draft: InvoiceDraft) -> Changes:
    """What `add` does, within an action under way."""
    invoice = checked(draft)
    client = t.clients.get(invoice.client_id)
    refuse_duplicate(t, invoice.client_id, invoice.number)
    text = f"{invoice.kind.label} {invoice.number} de {format_cents(invoice.gross)} — {client.name}"
    entry = t.journal.append(
        "invoice_added",
        text,
        client_id=invoice.client_id,
        after={"number": invoice.number, "gross": invoice.gross, "issue_date": invoice.issue_date},
    )
    invoice_id = t.invoices.add(invoice, action_id=entry, import_key=invoice.number)
    return changed(
        Subject.INVOICES,
        message=f"{text}\u00a0: {_done(invoice.kind, 'enregistré')}.",
        entry_id=entry,
        row_id=invoice_id,
    )


def update(store: Store, invoice_id: int, draft: InvoiceDraft, *, pdf: bytes | None = None) -> Changes:
    """Corrects an invoice or credit note, and keeps its new PDF if given.

    Once a letter spoke of it or a payment was set on it, its amounts, its date and its client are frozen:
    DomainError then says what to do instead.
    """
    invoice = checked(draft)
    if pdf is not None:
        _check_pdf(pdf)
    with store.transaction() as t:
        before = t.invoices.get(invoice_id)
        items = t.invoices.due_items(invoice_id)
        if before.number != invoice.number:
            refuse_duplicate(t, invoice.client_id, invoice.number)
        _refuse_frozen(t, before, items, invoice)
        t.invoices.change(
            invoice_id,
            number=invoice.number,
            folded=invoice_folded(invoice.number, invoice.label, invoice.order_reference),
            issue_date=invoice.issue_date,
            net=invoice.net,
            vat=invoice.vat,
            gross=invoice.gross,
            label=invoice.label,
            order_reference=invoice.order_reference,
            terms=invoice.terms,
            early_payment=invoice.early_payment,
            performance_date=invoice.performance_date,
            notified_on=invoice.notified_on,
            corrects=invoice.corrects,
        )
        for known, new in zip(items, invoice.due_items, strict=True):
            t.invoices.change_due_item(
                known.id, due_date=new.due_date, amount=new.amount, estimated=new.estimated
            )
        _keep_pdf(t, invoice_id, pdf)
        entry = t.journal.append(
            "invoice_changed",
            f"{before.kind.label} {invoice.number} {_done(before.kind, 'corrigé')}",
            client_id=before.client_id,
            invoice_id=invoice_id,
            before={name: str(getattr(before, name)) for name in ("number", "issue_date", "gross", "label")}
            | {"due_dates": [item.due_date for item in items]},
            after={name: str(getattr(invoice, name)) for name in ("number", "issue_date", "gross", "label")}
            | {"due_dates": [item.due_date for item in invoice.due_items]},
        )
    text = f"{before.kind.label} {invoice.number} {_done(before.kind, 'enregistré')}."
    return changed(Subject.INVOICES, message=text, entry_id=entry, row_id=invoice_id)


def cancel(store: Store, invoice_id: int, reason: str) -> Changes:
    """Cancels a document entered by mistake, by a reversing document.

    Raises DomainError when a letter spoke of it (a credit note is then the way) or a payment is set on it.
    """
    with store.transaction() as t:
        invoice = t.invoices.get(invoice_id)
        text = f"{invoice.kind.label} {invoice.number}"
        done = _done(invoice.kind, "annulé")
        if invoice.reversed_by is not None or invoice.reverses_id is not None:
            raise DomainError(f"{text}\u00a0: déjà {done}.")
        _refuse_used(t, invoice)
        entry = t.journal.append(
            "invoice_cancelled",
            f"{text} {done}\u00a0: {reason or 'erreur de saisie'}",
            client_id=invoice.client_id,
            invoice_id=invoice_id,
        )
        reverse_document(t, invoice, entry)
    return changed(Subject.INVOICES, message=f"{text} {done}.", entry_id=entry)


def _done(kind: DocumentKind, participle: str) -> str:
    """The participle that agrees with the French name of the kind (`Facture`, `Avoir`)."""
    feminine = kind in (DocumentKind.INVOICE, DocumentKind.OPENING_BALANCE)
    return f"{participle}e" if feminine else participle


def reverse_document(t: Transaction, invoice: StoredInvoice, entry: int) -> int:
    """Appends the document that cancels another from its own date, set on it in full; returns its id."""
    debit = invoice.kind.is_debit
    kind = DocumentKind.DEBIT_CANCELLATION if debit else DocumentKind.CREDIT_CANCELLATION
    draft = InvoiceDraft(
        client_id=invoice.client_id,
        kind=kind,
        number=invoice.number,
        issue_date=invoice.issue_date,
        net=invoice.net or 0,
        vat=invoice.vat or 0,
        gross=invoice.gross,
        due_items=() if debit else single_due_item(invoice.gross, invoice.issue_date),
        label=f"Annulation de {invoice.number}",
    )
    reversal_id = t.invoices.add(draft, action_id=entry, reverses_id=invoice.id)
    debit_id, credit_id = (invoice.id, reversal_id) if debit else (reversal_id, invoice.id)
    for item in t.invoices.due_items(debit_id):
        if item.amount:
            t.payments.allocate(
                item.id, item.amount, invoice.issue_date, action_id=entry, credit_id=credit_id
            )
    return reversal_id


def confirm(store: Store, invoice_ids: tuple[int, ...]) -> Changes:
    """Confirms opening balances and other debits: from now on they are followed up."""
    with store.transaction() as t:
        entry = t.journal.append(
            "invoices_confirmed",
            plural(len(invoice_ids), "pièce confirmée", "pièces confirmées"),
            after=list(invoice_ids),
        )
        for invoice_id in invoice_ids:
            t.invoices.change(invoice_id, to_confirm=False)
    return changed(
        Subject.INVOICES,
        message=f"{plural(len(invoice_ids), 'pièce confirmée', 'pièces confirmées')}.",
        entry_id=entry,
    )


def attach_pdf(store: Store, invoice_id: int, data: bytes) -> Changes:
    """Keeps the PDF of an invoice in the dossier. Raises DomainError when it is not a PDF or above 50 MB."""
    _check_pdf(data)
    with store.transaction() as t:
        invoice = t.invoices.get(invoice_id)
        digest = t.blobs.add(data, "application/pdf")
        t.invoices.change(invoice_id, pdf_sha256=digest)
        entry = t.journal.append(
            "invoice_pdf_attached",
            f"PDF joint à {invoice.number}",
            client_id=invoice.client_id,
            invoice_id=invoice_id,
            before={"pdf_sha256": invoice.pdf_sha256},
            after={"pdf_sha256": digest},
        )
    return changed(Subject.INVOICES, message=f"PDF joint à {invoice.number}.", entry_id=entry)


def _check_pdf(data: bytes) -> None:
    if not data.startswith(b"%PDF-"):
        raise DomainError("Ce fichier n’est pas un PDF\u00a0: choisissez le PDF de la facture.")
    if len(data) > MAX_PDF:
        raise DomainError("Ce PDF dépasse 50 Mo\u00a0: réduisez-le avant de le joindre.")


def _keep_pdf(t: Transaction, invoice_id: int, data: bytes | None) -> None:
    if data is not None:
        t.invoices.change(invoice_id, pdf_sha256=t.blobs.add(data, "application/pdf"))


def pdf(store: Store, invoice_id: int) -> bytes | None:
    """The attached PDF of an invoice, None without one."""
    with store.reading() as r:
        digest = r.invoices.get(invoice_id).pdf_sha256
        return r.blobs.get(digest) if digest else None


def card(store: Store, invoice_id: int, day: date) -> InvoiceCard:
    """An invoice's card as of a day."""
    with store.reading() as r:
        invoice = r.invoices.get(invoice_id)
        items = tuple(r.balance.open_items(day, invoice_ids=[invoice_id]))
        return InvoiceCard(
            invoice=invoice,
            client_name=r.clients.get(invoice.client_id).name,
            due_items=tuple(r.invoices.due_items(invoice_id)),
            open_items=items,
            allocations=tuple(
                r.payments.on_invoice(invoice_id)
                if invoice.kind.is_debit
                else r.payments.of_credit(invoice_id)
            ),
            outstanding=sum(item.outstanding for item in items),
            disputed=sum(
                contested_parts(r.disputes.contests(day, client_id=invoice.client_id), items).values()
            ),
        )


def get(store: Store, invoice_id: int) -> StoredInvoice:
    """One document."""
    with store.reading() as r:
        return r.invoices.get(invoice_id)


def of_due_item(store: Store, due_item_id: int) -> StoredInvoice:
    """The document a due item belongs to."""
    with store.reading() as r:
        return r.invoices.get(r.invoices.due_item(due_item_id).invoice_id)


def by_number(store: Store, number: str) -> StoredInvoice:
    """The live document with that number; DomainError when there is none or several."""
    with store.reading() as r:
        found = r.invoices.by_number(number)
    if not found:
        raise DomainError(f"Aucune facture ne porte le numéro «\u00a0{number}\u00a0».")
    if len(found) > 1:
        raise DomainError(
            f"{len(found)} pièces portent le numéro «\u00a0{number}\u00a0»\u00a0: ouvrez-la par son client."
        )
    return found[0]


def refuse_duplicate(t: Transaction, client_id: int, number: str) -> None:
    """Nothing when the client has no document of that number; InvalidValue otherwise."""
    if any(one.client_id == client_id for one in t.invoices.by_number(number)):
        raise InvalidValue("number", f"Ce client a déjà une pièce n° {number}\u00a0: vérifiez le numéro.")


def _is_used(t: Transaction, invoice: StoredInvoice) -> bool:
    parts = t.payments.on_invoice(invoice.id) if invoice.kind.is_debit else t.payments.of_credit(invoice.id)
    ids = [item.id for item in t.invoices.due_items(invoice.id)]
    return bool(parts) or any(t.followups.history(ids).values())


def _refuse_used(t: Transaction, invoice: StoredInvoice) -> None:
    if _is_used(t, invoice):
        raise DomainError(
            f"{invoice.kind.label} {invoice.number}\u00a0: un règlement ou une lettre s’y rapporte déjà. "
            "Annulez d’abord le règlement, ou enregistrez un avoir."
        )


def _refuse_frozen(
    t: Transaction, before: StoredInvoice, items: list[StoredDueItem], after: InvoiceDraft
) -> None:
    if after.client_id != before.client_id or after.kind is not before.kind:
        raise DomainError(
            "Le client et le type d’une pièce ne changent pas\u00a0: annulez-la et saisissez-la à nouveau."
        )
    if len(items) != len(after.due_items):
        raise DomainError(
            "Le nombre d’échéances ne change pas\u00a0: annulez la facture et saisissez-la à nouveau."
        )
    same = (
        before.gross == after.gross
        and before.issue_date == after.issue_date
        and [item.amount for item in items] == [item.amount for item in after.due_items]
        and [item.due_date for item in items] == [item.due_date for item in after.due_items]
    )
    if not same:
        _refuse_used(t, before)


def outstanding(store: Store, invoice_id: int) -> Cents:
    """What is left to pay on an invoice, everything entered counted, in cents."""
    with store.reading() as r:
        return sum(item.outstanding for item in r.balance.open_items(FAR, invoice_ids=[invoice_id]))
