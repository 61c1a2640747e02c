"""The letter that confirms a promise: on one invoice, on several, on the account; written once."""

from datetime import timedelta

import pytest

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.letters import LetterContent, PartRole, content_from_json
from creances_desktop.services import followups, holds, promises

from .conftest import DAY

UNTIL = DAY + timedelta(days=10)


@pytest.fixture
def debtor(books) -> tuple[int, int, int, int]:
    """A client and three late invoices of his: 100, 200 and 400 €."""
    client_id = books.client(email="compta@durand.example")
    known = [
        books.invoice(client_id, f"F-{n}", gross, days_late=20 + n)
        for n, gross in enumerate((100_00, 200_00, 400_00), 1)
    ]
    return client_id, *known


def promised(books, client_id: int, amount: int, *invoice_ids: int, person: str = "") -> int:
    return holds.promise(
        books.store, client_id, amount, UNTIL, DAY, invoice_ids=invoice_ids, person=person,
        channel=Channel.PHONE.value,
    ).id  # fmt: skip


def confirmed(books, promise_id: int) -> LetterContent:
    changes = promises.confirm(books.store, promise_id, DAY)
    letter_id = promises.get(books.store, promise_id, DAY).stored.letter_id
    assert letter_id is not None
    with books.store.reading() as r:
        assert r.letters.get(letter_id).reference in changes.message
        return content_from_json(r.letters.content(letter_id))


def told(content: LetterContent) -> str:
    return " ".join((*content.opening, *content.closing)).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_promise_on_several_invoices_names_each_and_no_other(books, debtor) -> None:
    client_id, first, second, _third = debtor
    content = confirmed(books, promised(books, client_id, 300_00, first, second, person="Mme Roy"))
    words = told(content)
    assert "300,00 €" in words
    assert "1er décembre 2026" in words
    assert "Mme Roy" in words
    (part,) = [one for one in content.parts if one.role is not PartRole.INFORMATION]
    assert sorted(line.number for line in part.lines) == ["F-1", "F-2"]
    assert "F-3" not in words


def test_one_invoice_and_the_whole_account_are_worded_apart(books, debtor) -> None:
    client_id, first, *_ = debtor
    one = confirmed(books, promised(books, client_id, 100_00, first))
    account = confirmed(books, promised(books, client_id, 700_00))
    assert [line.number for part in one.parts for line in part.lines] == ["F-1"]
    assert "700,00 €" in told(account)
    assert account.parts == ()


def test_a_promise_is_confirmed_once_and_not_when_taken_back(books, debtor) -> None:
    client_id, first, second, _ = debtor
    promise_id = promised(books, client_id, 300_00, first, second)
    confirmed(books, promise_id)
    with pytest.raises(DomainError, match="déjà confirmée"):
        promises.confirm(books.store, promise_id, DAY)
    withdrawn = promised(books, client_id, 100_00, first)
    holds.withdraw_promise(books.store, withdrawn, DAY)
    with pytest.raises(DomainError):
        promises.confirm(books.store, withdrawn, DAY)


def test_only_what_was_promised_waits_and_it_is_kept_by_payments_on_each(books, debtor) -> None:
    client_id, first, second, third = debtor
    promise_id = promised(books, client_id, 300_00, first, second)
    (letter,) = followups.prepare(books.store, DAY).to_do
    assert {one.item.invoice_id for one in letter.reminded} == {third}
    books.pay(client_id, 100_00, (books.item(first), 100_00))
    assert promises.get(books.store, promise_id, DAY).status.missing == 200_00
    books.pay(client_id, 200_00, (books.item(second), 200_00))
    assert promises.get(books.store, promise_id, DAY).status.state.is_over
