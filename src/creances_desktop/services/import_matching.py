"""The accountant's matching (lettrage): credits are set on the debits that he matched them with."""

from __future__ import annotations

from creances_desktop.domain.imports import Reading
from creances_desktop.domain.money import Cents
from creances_desktop.services.import_books import Books, Document, Item, Payment
from creances_desktop.services.import_openings import Credit, StandIn


def match(
    books: Books,
    reading: Reading,
    documents: dict[str, Document],
    payments: dict[str, Payment],
    stand_ins: dict[str, StandIn],
) -> None:
    """Sets what is left of the credits of each group on what is open of its debits, oldest first.

    What an earlier export had already matched counts as done; only the rest of a group that does not balance
    stays open.
    """
    for group in reading.groups:
        debits: list[tuple[Item, Cents]] = []
        sources: list[tuple[Credit, Cents]] = []
        for key in group:
            if key in stand_ins:
                debits += stand_ins[key].debits
                sources += stand_ins[key].credits
            elif key in payments:
                sources.append((payments[key], payments[key].left))
            elif key in documents:
                document = documents[key]
                debits += [(item, item.open) for item in document.items]
                if not document.debit:
                    sources.append((document, document.left))
        _settle(books, debits, sources)


def _settle(books: Books, debits: list[tuple[Item, Cents]], sources: list[tuple[Credit, Cents]]) -> None:
    waiting = sorted(
        (one for one in debits if one[0].open > 0),
        key=lambda one: (one[0].issued, one[0].line, one[0].id),
    )
    for source, limit in sorted(sources, key=lambda one: (one[0].date, one[0].line, one[0].id)):
        free = min(limit, source.left)
        while free > 0 and waiting:
            item, amount = waiting[0]
            part = min(free, amount, item.open)
            if part > 0:
                books.set_on(item, source, part)
            free -= part
            if part == amount or item.open <= 0:
                waiting.pop(0)
            else:
                waiting[0] = (item, amount - part)
