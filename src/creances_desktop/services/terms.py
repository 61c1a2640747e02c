"""Payment terms: due dates computed while typing, with the words of their count and what the law says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from creances_desktop.domain import ceilings, early_payment, terms
from creances_desktop.domain.ceilings import Ceilings, CeilingWarning, Trade, parse_ceilings
from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.instalments import due_items, parse_instalments
from creances_desktop.domain.invoices import DueItemDraft
from creances_desktop.domain.money import Cents
from creances_desktop.domain.public_delay import (
    PublicDelay,
    parse_public_body,
    public_delay,
    public_warnings,
)
from creances_desktop.domain.terms import Terms, describe
from creances_desktop.domain.terms_text import AmbiguousTerms, parse
from creances_desktop.domain.text import fold, short_date
from creances_desktop.paths import resource
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

_NO_CEILING = frozenset({Nature.CONSUMER, Nature.PUBLIC})


@dataclass(frozen=True, slots=True)
class InvoiceDates:
    """The dates that terms may count from; all but the first may be unknown."""

    issued: date
    performed_on: date | None = None
    notified_on: date | None = None


@dataclass(frozen=True, slots=True)
class DueProposal:
    """When an invoice falls due.

    `due_items` in the order of their dates; `words` how they were counted, in French; `origin` whose terms
    they are (`conditions de la facture`, `conditions du client`…); `terms` is None where they are parts or a
    public buyer's delay. `warnings` never refuse. `early_payment` is the sentence of the discount, or empty.
    """

    due_items: tuple[DueItemDraft, ...]
    words: str
    origin: str
    terms: Terms | None = None
    warnings: tuple[CeilingWarning, ...] = ()
    early_payment: str = ""

    @property
    def due_date(self) -> date:
        """The first due date."""
        return self.due_items[0].due_date


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """Terms as understood: `text` reads back as the same; `days` where they are simple net days."""

    text: str
    days: int | None
    warnings: tuple[CeilingWarning, ...] = ()


@cache
def ceiling_table() -> Ceilings:
    """The legal ceilings that the program ships."""
    return ceilings.ceilings(parse_ceilings(resource("law/terms.csv").read_text(encoding="utf-8")))


def due(
    store: Store,
    client_id: int,
    issue_date: date,
    text: str = "",
    *,
    gross: Cents = 0,
    early_payment_text: str = "",
    trade: str | None = None,
    performance_date: date | None = None,
    notified_on: date | None = None,
) -> DueProposal:
    """When an invoice of `gross` cents falls due, by its own terms, else the client's, else the company's.

    `text` holds terms, or parts such as `30 % à réception ; solde à 30 jours`. A public buyer without terms
    has the delay of the law. Raises AmbiguousTerms with the `readings` to choose from, InvalidValue (`terms`,
    `instalments`, `early_payment`).
    """
    with store.reading() as r:
        client, company = r.clients.get(client_id), r.company.get()
    dates = InvoiceDates(issue_date, performance_date, notified_on)
    return proposal(
        client,
        company,
        dates,
        text,
        gross=gross,
        early_payment_text=early_payment_text,
        trade=trade or client.trade,
    )


def proposal(
    client: Client,
    company: Company,
    dates: InvoiceDates,
    text: str = "",
    *,
    gross: Cents = 0,
    early_payment_text: str = "",
    trade: str = Trade.GENERAL.value,
) -> DueProposal:
    """What `due` does, the client and the company being known."""
    discount = early_payment.parse(early_payment_text)
    sentence = discount.sentence(gross, dates.issued) if discount is not None and gross > 0 else ""
    own = text.strip()
    if is_instalments(own):
        return replace(_parts(client, dates, own, gross, trade), early_payment=sentence)
    if not own and not client.terms.strip() and client.terms_days is None and client.nature is Nature.PUBLIC:
        delay = _public(client, dates)
        if delay is not None:
            items = (DueItemDraft(delay.due_date, gross),)
            return DueProposal(items, delay.words, "délai légal de l’acheteur public", early_payment=sentence)
    known, origin = _terms_of(client, company, own)
    counted = terms.count(known, dates.issued, delivered_on=dates.performed_on, received_on=dates.notified_on)
    return DueProposal(
        (DueItemDraft(counted.day, gross),),
        f"{describe(known)}\u00a0: {counted.words}",
        origin,
        known,
        _warnings(client, counted.day, dates, trade, known),
        sentence,
    )


def warnings_for(
    store: Store,
    client_id: int,
    issue_date: date,
    due_date: date,
    *,
    trade: str | None = None,
    performance_date: date | None = None,
    notified_on: date | None = None,
) -> tuple[CeilingWarning, ...]:
    """What the law says of a due date fixed by hand: none, or one warning with its source."""
    with store.reading() as r:
        client = r.clients.get(client_id)
    dates = InvoiceDates(issue_date, performance_date, notified_on)
    return _warnings(client, due_date, dates, trade or client.trade, None)


def read(text: str, *, nature: Nature, trade: str = Trade.GENERAL.value, since: date) -> ReadTerms:
    """Terms as a client's form understands them, with the warnings about an invoice from `since` on.

    Raises AmbiguousTerms, InvalidValue.
    """
    known = parse(text)
    found = (
        () if nature in _NO_CEILING else ceilings.terms_warnings(known, Trade(trade), ceiling_table(), since)
    )
    return ReadTerms(describe(known), net_days(text), found)


def readings(error: AmbiguousTerms) -> tuple[str, str]:
    """The two texts to choose from where terms can be counted in two ways; each reads back as itself."""
    first, second = error.readings
    return describe(first), describe(second)


def net_days(text: str) -> int | None:
    """The number of days of terms that are nothing else (`30 jours`, `comptant`); None for all others.

    Raises AmbiguousTerms, InvalidValue for a text that is not empty and says no terms.
    """
    if not text.strip():
        return None
    known = parse(text)
    return known.days if known == Terms(known.days) else None


def is_instalments(text: str) -> bool:
    """Whether a text of terms tells several parts, or a part of the amount."""
    bare = fold(text)
    return any(sign in bare for sign in (";", "%", "€", "euro", "\n")) or bare.startswith(("solde", "reste"))


def check(text: str) -> None:
    """Nothing where the text of an invoice's terms can be read; AmbiguousTerms or InvalidValue otherwise."""
    if is_instalments(text):
        parse_instalments(text)
    elif text.strip():
        parse(text)


def of_client(t: Transaction, client_id: int) -> str:
    """The terms that apply to a client's next invoice, in French."""
    client = t.clients.get(client_id)
    if not client.terms.strip() and client.terms_days is None and client.nature is Nature.PUBLIC:
        return "délai légal de l’acheteur public"
    known, _ = _terms_of(client, t.company.get(), "")
    return describe(known)


def _terms_of(client: Client, company: Company, own: str) -> tuple[Terms, str]:
    if own:
        return parse(own), "conditions de la facture"
    if client.terms.strip():
        try:
            return parse(client.terms), "conditions du client"
        except InvalidValue:
            # An import may have brought words that say no terms: they are shown, and do not count.
            if client.terms_days is None:
                raise
    if client.terms_days is not None:
        return Terms(client.terms_days), "conditions du client"
    return Terms(company.default_terms_days), "délai habituel de la société"


def _parts(client: Client, dates: InvoiceDates, text: str, gross: Cents, trade: str) -> DueProposal:
    parts = parse_instalments(text)
    if gross <= 0:
        raise InvalidValue("gross", "Indiquez le montant TTC\u00a0: les échéances en dépendent.")
    items = due_items(
        parts, gross, dates.issued, received_on=dates.notified_on, delivered_on=dates.performed_on
    )
    days = ", ".join(short_date(item.due_date) for item in items)
    return DueProposal(
        items,
        f"{len(items)}\u00a0échéances\u00a0: {days}" if len(items) > 1 else days,
        "conditions de la facture",
        None,
        _warnings(client, items[-1].due_date, dates, trade, None),
    )


def _warnings(
    client: Client, day: date, dates: InvoiceDates, trade: str, known: Terms | None
) -> tuple[CeilingWarning, ...]:
    if client.nature is Nature.PUBLIC:
        delay = _public(client, dates)
        return () if delay is None else public_warnings(day, delay)
    if client.nature in _NO_CEILING:
        return ()
    return ceilings.warnings(
        day, dates.issued, Trade(trade), ceiling_table(), terms=known, delivered_on=dates.performed_on
    )


def _public(client: Client, dates: InvoiceDates) -> PublicDelay | None:
    """The delay of a public buyer; None for an invoice older than the tables."""
    try:
        return public_delay(
            parse_public_body(client.public_body_kind),
            ceiling_table(),
            request_date=dates.issued,
            notified_on=dates.notified_on,
            performed_on=dates.performed_on,
        )
    except InvalidValue:
        return None
