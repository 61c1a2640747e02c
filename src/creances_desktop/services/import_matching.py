"""The accountant's matching (lettrage): credits are set on the debits that he matched them with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from creances_desktop.domain.imports import Reading
from creances_desktop.domain.money import Cents
from creances_desktop.services.import_books import WAITING_SETTING, Books, Document, Item, Payment
from creances_desktop.services.import_openings import Credit, StandIn

Waiting = dict[str, list[str]]
"""Name of a matching group → the keys of its members with something left, from earlier exports."""


@dataclass(slots=True)
class _Group:
    """The two sides of a matching group, each with what may be set on it or taken from it, in cents."""

    debits: list[tuple[Item, Cents]] = field(default_factory=list)
    credits: list[tuple[Credit, Cents]] = field(default_factory=list)

    @property
    def one_sided(self) -> bool:
        return not (self.debits and self.credits)

    @property
    def balances(self) -> bool:
        return sum(amount for _, amount in self.debits) == sum(amount for _, amount in self.credits)

    def join(self, other: _Group) -> _Group:
        return _Group(other.debits + self.debits, other.credits + self.credits)


def match(
    books: Books,
    reading: Reading,
    documents: dict[str, Document],
    payments: dict[str, Payment],
    stand_ins: dict[str, StandIn],
    *,
    waiting: Waiting,
) -> None:
    """Sets what is left of the credits of each group on what is open of its debits, oldest first.

    What an earlier export had already matched counts as done; only the rest of a group that does not balance
    stays open. `waiting` is what earlier exports left of their groups, brought up to date here: a group whose
    invoice came in one export and whose payment comes in the next is joined again, when it then balances or
    when either export had one side only. Otherwise the code was used anew for something else.
    """
    for name, keys in zip(reading.group_names, reading.groups, strict=True):
        group = _collected(keys, documents, payments, stand_ins)
        earlier_keys = [key for key in waiting.get(name, ()) if key not in set(keys)]
        earlier = _known(books, earlier_keys)
        joined = group.join(earlier)
        if earlier_keys and (joined.balances or group.one_sided or earlier.one_sided):
            group = joined
        settle(books, group.debits, group.credits)
        members = sorted({*earlier_keys, *keys})
        left = [key for key in members if _has_rest(books, key, documents, payments)]
        if left:
            waiting[name] = left
        else:
            waiting.pop(name, None)


def still_waiting(books: Books) -> Waiting | None:
    """What is left of the groups once every file was compared; None when that is what was known before."""
    found = {
        name: [key for key in keys if _has_rest(books, key, {}, {})] for name, keys in books.waiting.items()
    }
    left = {name: keys for name, keys in found.items() if keys}
    return None if left == books.reader.settings.get(WAITING_SETTING, {}) else left


def _collected(
    keys: Iterable[str],
    documents: dict[str, Document],
    payments: dict[str, Payment],
    stand_ins: dict[str, StandIn],
) -> _Group:
    group = _Group()
    for key in keys:
        if key in stand_ins:
            group.debits += stand_ins[key].debits
            group.credits += stand_ins[key].credits
        else:
            _add(group, payments.get(key) or documents.get(key))
    return group


def _known(books: Books, keys: Iterable[str]) -> _Group:
    group = _Group()
    for key in keys:
        _add(group, _of_books(books, key))
    return group


def _add(group: _Group, one: Document | Payment | None) -> None:
    if isinstance(one, Document):
        group.debits += [(item, item.open) for item in one.items]
    if isinstance(one, Payment) or (one is not None and not one.debit):
        group.credits.append((one, one.left))


def _of_books(books: Books, key: str) -> Document | Payment | None:
    credit_documents, debit_documents = books.documents
    return books.payments.get(key) or debit_documents.get(key) or credit_documents.get(key)


def _has_rest(books: Books, key: str, documents: dict[str, Document], payments: dict[str, Payment]) -> bool:
    one = payments.get(key) or documents.get(key) or _of_books(books, key)
    if isinstance(one, Payment):
        return one.left > 0
    return one is not None and (any(item.open > 0 for item in one.items) or (not one.debit and one.left > 0))


def settle(books: Books, debits: list[tuple[Item, Cents]], sources: list[tuple[Credit, Cents]]) -> None:
    """Sets credits on due items, oldest first, each up to its cents and to what is left of both."""
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
