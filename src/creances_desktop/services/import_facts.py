"""What a line says about an invoice beside its amounts: what is left to pay, reminders, disputes, promises.

Settled once all payments of the set are known.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.plans import Step
from creances_desktop.domain.sendings import SendingChannel
from creances_desktop.domain.text import plural
from creances_desktop.services.import_books import PRIOR_KEY, Books, Document, Item
from creances_desktop.services.import_documents import Facts
from creances_desktop.services.import_plan import (
    FieldChange,
    PriorPayment,
    ReachedStep,
    amount_change,
    day_change,
)
from creances_desktop.services.import_returns import Returns


def settle_facts(books: Books, facts: list[Facts]) -> None:
    """Enters what the lines say, and counts those about known invoices as changed or same."""
    _settle_outstanding(books, facts)
    steps = _Steps(books) if any(fact.row.level_reached for fact in facts) else None
    holds = _Holds(books) if any(fact.row.disputed or fact.row.promised_on for fact in facts) else None
    sendings = _Sendings(books) if any(fact.row.sent_on for fact in facts) else None
    for fact in facts:
        document = fact.document
        if document.debit:
            if sendings:
                sendings.enter(fact)
            if steps and fact.row.level_reached:
                steps.enter(fact)
            if holds:
                holds.enter(fact)
        if not document.new:
            fact.tally.settle("invoices", fact.row.line, fact.row.number, fact.changes)


@dataclass(slots=True)
class _UsedCredit:
    """A credit note that its line says is used; `left` cents of it are not explained yet."""

    fact: Facts
    left: Cents


def _settle_outstanding(books: Books, facts: list[Facts]) -> None:
    """Brings what is open down to what the files say is left to pay.

    First by the credit notes that they say are used, then by an entry in place of payments that no file
    gives.
    """
    returns = Returns(books)
    used: defaultdict[int, list[_UsedCredit]] = defaultdict(list)
    for fact in facts:
        document = fact.document
        if fact.row.outstanding is not None and not document.debit and document.live:
            amount = document.left - fact.row.outstanding
            if amount > 0:
                used[document.client_id].append(_UsedCredit(fact, amount))
    for fact in sorted(facts, key=lambda one: (one.document.issued, one.document.line)):
        document = fact.document
        if fact.row.outstanding is None or not document.debit:
            continue
        before = document.open
        missing = before - fact.row.outstanding
        if missing < 0:
            _settle_more_left(returns, fact, before)
        if missing <= 0:
            continue
        for credit in used[document.client_id]:
            part = _set_part(books, document, credit.fact.document, min(credit.left, missing))
            credit.left -= part
            missing -= part
        if missing > 0:
            _enter_prior(books, document, missing)
        fact.changes.append(amount_change("outstanding", "Reste dû", before, fact.row.outstanding))
    for credit in (one for several in used.values() for one in several if one.left):
        credit.fact.tally.warn(
            credit.fact.row.line,
            f"L’avoir {credit.fact.document.number} est dit utilisé, mais rien n’explique sur quoi pour "
            f"{format_cents(credit.left)}\u00a0: cette somme reste à imputer.",
        )


def _settle_more_left(returns: Returns, fact: Facts, before: Cents) -> None:
    """Brings what is open up to what the file now says, as far as the file itself had told of payments."""
    document, left = fact.document, fact.row.outstanding or 0
    returns.reopen(document, left)
    if document.open != before:
        fact.changes.append(amount_change("outstanding", "Reste dû", before, document.open))
    elif document.new:
        fact.tally.warn(
            fact.row.line,
            f"Le fichier dit que {format_cents(left)} restent dus sur {fact.row.number}, mais les règlements "
            f"et les avoirs importés n’en laissent que {format_cents(before)}\u00a0: vérifiez-les.",
        )


def _set_part(books: Books, document: Document, credit: Document, amount: Cents) -> Cents:
    """Sets at most `amount` of a credit note on an invoice and returns how much it was."""
    done = 0
    for item in document.items:
        part = min(amount - done, item.open, credit.left)
        if part > 0:
            books.set_on(item, credit, part)
            done += part
    return done


def _enter_prior(books: Books, document: Document, missing: Cents) -> None:
    for item in document.items:
        part = min(missing, item.open)
        if part > 0:
            item.open -= part
            missing -= part
            prior = PriorPayment(
                payment_id=books.new_id["payment"](),
                client_id=document.client_id,
                due_item_id=item.id,
                amount=part,
                issue_date=document.issued,
                import_key=f"{PRIOR_KEY}{document.id}",
            )
            books.prior_payments.append(prior)


class _Steps:
    """The steps that another tool had reached."""

    def __init__(self, books: Books) -> None:
        self._books = books
        plans = books.reader.followups.plans()
        self._default = plans[0]
        self._plans = {plan.id: plan for plan in plans}
        self._written = {plan.id: plan.written for plan in plans}
        self._cycles = books.reader.imports.cycles()
        self._known: defaultdict[int, set[str]] = defaultdict(set)
        self._attempts: defaultdict[tuple[int, int, str], int] = defaultdict(int)
        for item_id, cycle, step, attempt, void in books.reader.imports.steps():
            place = (item_id, cycle, step)
            self._attempts[place] = max(self._attempts[place], attempt)
            if not void:
                self._known[item_id].add(step)

    def enter(self, fact: Facts) -> None:
        """Records the step of the line's level on each due item, unless it or a later one was done."""
        account = self._books.by_id[fact.document.client_id]
        plan = self._plans.get(account.plan_id or 0, self._default)
        written = self._written[plan.id]
        if not written:
            return
        level = min(fact.row.level_reached, len(written))
        if level < fact.row.level_reached:
            fact.tally.warn(
                fact.row.line,
                f"Le niveau {fact.row.level_reached} dépasse les "
                f"{plural(level, 'étape écrite', 'étapes écrites')} du plan «\u00a0{plan.name}\u00a0»\u00a0: "
                "la dernière a été retenue.",
            )
        nature = Nature(account.values["nature"])
        last = fact.row.last_followup
        for item in fact.document.items:
            # Of an invoice in instalments, only those that were late and unpaid had been reminded.
            late = item.open > 0 and (last is None or item.due < last)
            if late or len(fact.document.items) == 1:
                self._enter_on(item, written, level, nature, fact)

    def _enter_on(
        self, item: Item, written: tuple[Step, ...], level: int, nature: Nature, fact: Facts
    ) -> None:
        done = self._known[item.id]
        reached = max((place for place, step in enumerate(written, 1) if step.id in done), default=0)
        if reached >= level:
            return
        step = written[level - 1]
        cycle = self._cycles.get(item.id, 1)
        place = (item.id, cycle, step.id)
        self._attempts[place] += 1
        self._known[item.id].add(step.id)
        before = written[reached - 1].name if reached else ""
        fact.changes.append(FieldChange("level_reached", "Niveau de relance", before, step.name))
        self._books.steps.append(
            ReachedStep(
                due_item_id=item.id,
                cycle=cycle,
                step=step.id,
                attempt=self._attempts[place],
                channel=step.channel.value,
                done_on=fact.row.last_followup,
                planned_on=item.due + timedelta(days=step.days),
                granted_days=step.granted_days(nature),
                outstanding=item.open,
                due_date=item.due,
            )
        )


class _Sendings:
    """Sendings of invoices; one that was taken back since is not noted again."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._known = books.reader.imports.sendings()

    def enter(self, fact: Facts) -> None:
        """Notes that the invoice of a line was sent."""
        document, row = fact.document, fact.row
        if row.sent_on is None or (document.id, row.sent_on.isoformat()) in self._known:
            return
        if row.sent_on < document.issued:
            fact.tally.warn(
                row.line, f"{row.number}\u00a0: envoyée avant sa date\u00a0; l’envoi n’est pas noté."
            )
            return
        self._known.add((document.id, row.sent_on.isoformat()))
        channel = row.sent_channel or SendingChannel.OTHER.value
        self._books.sendings.append((document.id, channel, row.sent_on.isoformat(), row.sent_to))
        fact.changes.append(day_change("sent_on", "Envoyée le", None, row.sent_on))


class _Holds:
    """Disputes and promises; one that was closed or withdrawn since is not opened again."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._disputed = books.reader.imports.disputed()
        self._promised = books.reader.imports.promised()

    def enter(self, fact: Facts) -> None:
        """Records the dispute and the promise of a line."""
        document, row = fact.document, fact.row
        if row.disputed and document.id not in self._disputed:
            self._disputed.add(document.id)
            self._books.disputes.append(document.id)
            fact.changes.append(FieldChange("disputed", "En litige", "non", "oui"))
        if row.promised_on is None:
            return
        place = (document.id, row.promised_on.isoformat())
        amount = row.promised_amount or document.open
        if place in self._promised or amount <= 0:
            return
        self._promised.add(place)
        self._books.promises.append(
            (self._books.new_id["promise"](), document.client_id, document.id, amount, row.promised_on)
        )
        fact.changes.append(day_change("promised_on", "Promesse le", None, row.promised_on))
