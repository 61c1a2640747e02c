"""Statements of account: what was invoiced and paid, with the balance after each movement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.insolvency import opened
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.letter_templates import LetterTemplate, choose_template
from creances_desktop.domain.letters import Recipient
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.domain.statements import Charges, Movement, StatementContent, compose_statement
from creances_desktop.domain.text import fold
from creances_desktop.services import company as companies
from creances_desktop.services import disputes, letter_texts, paper, payment_returns, refunds, statement_views
from creances_desktop.services.payment_entries import SLIP, TAKEN_BACK
from creances_desktop.storage.invoices import StoredInvoice
from creances_desktop.storage.payments import StoredPayment
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

TEMPLATE = "statement"


def content(
    store: Store,
    client_id: int,
    day: date,
    since: date | None = None,
    *,
    with_interest: bool = False,
    as_typed: bool = False,
) -> StatementContent:
    """The statement of a client at the end of `day`, past or to come, of the movements from `since` on.

    `as_typed`: as it could be read that evening, what was typed later left out. `with_interest` adds interest
    and indemnities to that day; they are computed on the accounts as they now stand: InvalidValue for both at
    once, RegimeUnavailable for a client whose nature is not known.
    """
    if with_interest and as_typed:
        raise InvalidValue(
            "with_interest",
            "Les intérêts se calculent sur les comptes d’aujourd’hui\u00a0: ils ne s’ajoutent pas à un "
            "relevé tel que saisi ce jour-là.",
        )
    charges = _charges(store, client_id, day) if with_interest else None
    with store.reading() as r:
        composed = within(r, client_id, day, since, as_typed=as_typed, charges=charges)
        return paper.dressed_statement(r, composed)


def within(
    t: Transaction,
    client_id: int,
    day: date,
    since: date | None = None,
    *,
    as_typed: bool = False,
    charges: Charges | None = None,
    text: LetterTemplate | None = None,
) -> StatementContent:
    """The statement within an action under way; arguments as for `content`, the charges already computed."""
    client = t.clients.get(client_id)
    account = (statement_views.as_typed if as_typed else statement_views.as_of)(t, client_id, day)
    composed = compose_statement(
        text or choose_template(letter_texts.within(t), TEMPLATE, client.nature),
        t.company.get(),
        Recipient.from_client(client),
        [*_documents(account.documents), *_payments(account.payments)],
        account.open_items,
        open_credits=account.credits,
        as_of=day,
        reference=f"RC{day:%Y%m%d}-{client.code}",
        since=since,
        contested=disputes.contested(t, account.open_items, day),
        insolvency=opened(client.insolvency_judgment, day),
    )
    return replace(composed, view=account.view, charges=charges)


def pdf(
    store: Store,
    client_id: int,
    day: date,
    since: date | None = None,
    *,
    with_interest: bool = False,
    as_typed: bool = False,
) -> bytes:
    """The statement as a PDF, which says which view it is; arguments and errors are those of `content`."""
    return draw(store, content(store, client_id, day, since, with_interest=with_interest, as_typed=as_typed))


def draw(store: Store, statement: StatementContent) -> bytes:
    """The PDF of a statement, with the company's images."""
    from creances_desktop.documents import statements as drawing

    return drawing.draw(
        statement,
        logo=companies.image(store, statement.company.logo),
        signature=companies.image(store, statement.company.signature_image),
    )


def _charges(store: Store, client_id: int, day: date) -> Charges:
    """What the delay of a client costs to a day on what he does not contest, with what is left out of it."""
    from creances_desktop.services import breakdown  # loads the tables of the law

    with store.reading() as r:
        apart = disputes.contested(r, r.balance.open_items(day, client_id=client_id), day)
    found = breakdown.of_client(store, client_id, day, apart=apart)
    totals = found.totals
    missing = dict.fromkeys(rate for one in found.invoices for rate in one.result.missing_rates)
    names = ", ".join(semester.label for semester in missing)
    left_out = [f"Jours sans taux connu, non comptés\u00a0: {names}." if names else ""]
    if apart:
        left_out.append(f"Aucun intérêt n’est compté sur {format_cents(sum(apart.values()))} contestés.")
    return Charges(
        totals.interest,
        totals.fixed_indemnity,
        totals.indemnities,
        totals.further_costs,
        " ".join(filter(None, left_out)),
        totals.received,
    )


def file_name(client_code: str, day: date) -> str:
    """A name for the file of a statement, safe on every file system."""
    code = re.sub(r"[^A-Za-z0-9-]+", "-", fold(client_code).upper()).strip("-") or "CLIENT"
    return f"releve_{code}_{day.isoformat()}.pdf"


def _documents(documents: Iterable[StoredInvoice]) -> list[Movement]:
    return [
        Movement(
            day=one.issue_date,
            document=_document(one),
            number=one.number,
            label=one.label,
            debit=one.gross if one.kind.is_debit else 0,
            credit=0 if one.kind.is_debit else one.gross,
            follows=_document(one) == refunds.LABEL or _takes_interest_back(one),
        )
        for one in documents
    ]


def _payments(payments: Sequence[StoredPayment]) -> list[Movement]:
    """The payments; one that was a slip of the pen, reversed on its own day, never took place."""
    days = {one.id: one.bank_date for one in payments}
    slips = {
        one.reverses_id
        for one in payments
        if one.reverses_id is not None
        and days[one.reverses_id] == one.bank_date
        and not payment_returns.is_return(one.label)
    }
    return [
        Movement(
            day=one.bank_date,
            document="Rejet" if one.reverses_id is not None else _mode(one.mode),
            number=one.reference,
            label="" if one.reverses_id is not None and one.label == SLIP else one.label,
            debit=max(-one.amount, 0),
            credit=max(one.amount, 0),
            follows=one.reverses_id is not None,
        )
        for one in payments
        if one.id not in slips and one.reverses_id not in slips
    ]


def _document(one: StoredInvoice) -> str:
    """The French word for a document; money given back is a debit of its own."""
    refunded = one.kind is DocumentKind.OTHER_DEBIT and one.label.startswith(refunds.LABEL)
    if _takes_interest_back(one):
        return DocumentKind.DEBIT_CANCELLATION.label
    return refunds.LABEL if refunded else one.kind.label


def _takes_interest_back(one: StoredInvoice) -> bool:
    return one.kind is DocumentKind.OTHER_CREDIT and one.number.startswith(TAKEN_BACK)


def _mode(mode: str) -> str:
    """The French word for a mode; `Règlement` for one that an import brought as it was."""
    try:
        known = PaymentMode(mode)
    except ValueError:
        return "Règlement"
    return "Règlement" if known is PaymentMode.OTHER else known.label
