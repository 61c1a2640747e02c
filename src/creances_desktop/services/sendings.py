"""The log of the sendings of invoices: by which channel, when, to whom, with what proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from creances_desktop.domain.attachments import AttachmentKind, IncomingFile
from creances_desktop.domain.emails import choose_contact
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.sendings import Sending, SendingChannel, SendingDraft, check
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import attachments
from creances_desktop.services.attachments import About, Wording
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

__all__ = [
    "Sending",
    "SendingChannel",
    "SendingDraft",
    "enter",
    "of_invoice",
    "proposed_recipients",
    "record",
    "withdraw",
]


def record(
    store: Store,
    invoice_ids: Sequence[int],
    draft: SendingDraft,
    today: date,
    *,
    proof: IncomingFile | None = None,
) -> Changes:
    """Logs that these invoices were sent, in one action; the proof is attached to each of them.

    Raises InvalidValue beside `day`; DomainError for a document that is no invoice.
    """
    if not invoice_ids:
        raise DomainError("Choisissez au moins une facture.")
    with store.transaction() as t:
        for invoice_id in invoice_ids:
            row, entry, text = enter(t, invoice_id, draft, today, proof=proof)
    message = text if len(invoice_ids) == 1 else f"Envoi noté pour {plural(len(invoice_ids), 'facture')}"
    return changed(
        Subject.INVOICES,
        Subject.CLIENTS,
        Subject.ATTACHMENTS,
        message=f"{message}.",
        entry_id=entry,
        row_id=row,
    )


def enter(
    t: Transaction,
    invoice_id: int,
    draft: SendingDraft,
    today: date,
    *,
    proof: IncomingFile | None = None,
) -> tuple[int, int, str]:
    """What `record` does for one invoice, within an action under way: row, journal entry, what was said."""
    invoice = t.invoices.get(invoice_id)
    clean = SendingDraft(draft.channel, draft.day, draft.recipient.strip(), draft.note.strip())
    check(clean, invoice.issue_date, today)
    kept = None
    if proof is not None:
        wording = Wording(AttachmentKind.SENDING_PROOF, clean.day)
        kept = attachments.kept(t, About(invoice.client_id, invoice_id), proof, wording)
    said = Sending(0, invoice_id, clean.channel, clean.day, clean.recipient, clean.note)
    text = f"{invoice.kind.label} {invoice.number} {said.sentence}"
    entry = t.journal.append(
        "invoice_sent",
        text,
        client_id=invoice.client_id,
        invoice_id=invoice_id,
        after={"channel": clean.channel.value, "day": clean.day, "recipient": clean.recipient},
    )
    return t.sendings.add(invoice_id, clean, kept, action_id=entry), entry, text


def withdraw(store: Store, sending_id: int, today: date) -> Changes:
    """Takes a line of the log back; the history keeps both, and its proof stays attached."""
    with store.transaction() as t:
        try:
            one = t.sendings.get(sending_id)
        except KeyError:
            raise DomainError("Cet envoi a déjà été retiré.") from None
        invoice = t.invoices.get(one.invoice_id)
        text = f"Envoi du {short_date(one.day)} retiré\u00a0: {invoice.number}"
        entry = t.journal.append(
            "invoice_sending_withdrawn",
            text,
            client_id=invoice.client_id,
            invoice_id=invoice.id,
            before={"channel": one.channel.value, "day": one.day, "recipient": one.recipient},
        )
        t.sendings.withdraw(sending_id, today)
    return changed(Subject.INVOICES, Subject.CLIENTS, message=f"{text}.", entry_id=entry)


def of_invoice(store: Store, invoice_id: int) -> list[Sending]:
    """The sendings of an invoice, oldest first."""
    with store.reading() as r:
        return r.sendings.of_invoices([invoice_id]).get(invoice_id, [])


def proposed_recipients(store: Store, invoice_ids: Iterable[int]) -> list[str]:
    """Whom these invoices may have been sent to, the likeliest first; empty for several clients."""
    with store.reading() as r:
        clients = {r.invoices.get(one).client_id for one in invoice_ids}
        if len(clients) != 1:
            return []
        client = r.clients.get(clients.pop())
    chosen = choose_contact(client.contacts, client.email, firm=False)
    names = [chosen.address] if chosen is not None else []
    names += [one.email for one in client.contacts if one.email]
    names += [client.email] if client.email else []
    return list(dict.fromkeys([*names, client.name]))
