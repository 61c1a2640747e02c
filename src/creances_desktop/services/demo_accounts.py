"""The accounts of the example: its documents and its money, entered day after day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import TypeAlias

from creances_desktop.domain.invoices import DueItemDraft, InvoiceDraft
from creances_desktop.domain.money import Cents
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.services import demo_sending, invoices, payments
from creances_desktop.services.demo_documents import ExampleDocument, Receipt
from creances_desktop.services.demo_stories import Unallocated
from creances_desktop.storage.transaction import Transaction

Entry: TypeAlias = Callable[[Transaction], object]
"""Something to enter within an action under way."""


class Accounts:
    """Where every client, document and due item of the example is.

    `set_time` moves the example's clock to an hour of a day. `invoice_ids` knows a document by its number and
    by the key it has in a story; `due_items` the id and the open cents of each due item, by document.
    """

    def __init__(self, set_time: Callable[[date, int], None]) -> None:
        self.client_ids: dict[str, int] = {}
        self.invoice_ids: dict[str, int] = {}
        self.due_items: dict[int, list[tuple[int, Cents]]] = {}
        self._set_time = set_time

    def entries(
        self, documents: Iterable[ExampleDocument], unallocated: Iterable[Unallocated]
    ) -> list[tuple[date, Entry]]:
        """Everything to enter, with its day, in order."""
        entries: list[tuple[date, int, Entry]] = []
        for one in documents:
            entries.append((one.issue, 0, partial(self._document, one)))
            entries += [(got.day, 1, partial(self._receipt, one, got)) for got in one.receipts]
        entries += [(one.receipt.day, 1, partial(self._money, one)) for one in unallocated]
        return [(day, entry) for day, _, entry in sorted(entries, key=lambda one: one[:2])]

    def _document(self, one: ExampleDocument, t: Transaction) -> None:
        self._set_time(one.issue, 18)
        shares = one.split(share for _, share in one.due)
        due = tuple(DueItemDraft(day, amount) for (day, _), amount in zip(one.due, shares, strict=True))
        draft = InvoiceDraft(
            client_id=self.client_ids[one.client],
            kind=one.kind,
            number=one.number,
            issue_date=one.issue,
            net=one.net,
            vat=one.vat,
            gross=one.gross,
            due_items=due,
            label=one.label,
        )
        invoice_id = invoices.enter(t, draft).id
        demo_sending.log_sending(t, invoice_id, one)
        if one.to_confirm:
            t.invoices.change(invoice_id, to_confirm=True)
        self.due_items[invoice_id] = [(item.id, item.amount) for item in t.invoices.due_items(invoice_id)]
        for name in {one.number, one.key} - {""}:
            self.invoice_ids[name] = invoice_id

    def _receipt(self, one: ExampleDocument, got: Receipt, t: Transaction) -> None:
        self._set_time(got.day, 18)
        amount = left = one.split([got.percent])[0]
        items = self.due_items[self.invoice_ids[one.number]]
        parts = []
        for index, (item_id, outstanding) in enumerate(items):
            part = min(left, outstanding)
            if part:
                parts.append(Allocation(item_id, part))
                items[index] = item_id, outstanding - part
                left -= part
        reference = f"{got.mode.label[:3].upper()} {one.number}"
        client_id = self.client_ids[one.client]
        draft = PaymentDraft(client_id, amount, got.day, got.mode, reference, tuple(parts))
        payments.enter(t, draft, got.day)

    def _money(self, one: Unallocated, t: Transaction) -> None:
        self._set_time(one.receipt.day, 18)
        got = one.receipt
        draft = PaymentDraft(self.client_ids[one.client], one.amount, got.day, got.mode, one.reference)
        payments.enter(t, draft, got.day)
