"""The check of a dossier finds what was done to the file behind the program's back."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.services import followups, letters
from creances_desktop.services.assembly import Store
from creances_desktop.services.verify import verify

DAY = date(2026, 11, 21)


@pytest.fixture
def used(books: Any) -> Any:
    """A dossier with an invoice partly paid, a credit note set on it, and a letter sent."""
    durand = books.client()
    item = books.item(books.invoice(durand, gross=1_000_00))
    books.pay(durand, 400_00, (item, 400_00))
    books.credit(durand, gross=50_00)
    done = followups.issue(books.store, DAY)
    letters.mark_delivered(books.store, [one.letter.id for one in done.issued], "imprimée")
    return books


def meddle(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_sound_dossier_has_no_problem(used: Any) -> None:
    report = verify(used.store)
    assert report.problems == ()
    assert (report.clients, report.invoices, report.letters) == (1, 2, 1)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE allocation SET amount = 99999999", "plus que son montant"),
        ("UPDATE payment SET amount = 1", "au-delà de son montant"),
        ("UPDATE due_item SET amount = amount + 1", "n’en font pas le total"),
        ("UPDATE blob SET data = CAST(data || 'x' AS BLOB)", "modifié depuis son enregistrement"),
        ("UPDATE letter SET claimed = claimed + 1", "n’est pas celui du document"),
        ("UPDATE letter SET pdf_sha256 = NULL", "son PDF manque"),
        ("UPDATE allocation SET due_item_id = 999", "Lien rompu\u00a0: 1\u00a0ligne cite (imputations)"),
        ("UPDATE due_item SET due_date = '2026-02-31'", "Valeur illisible\u00a0: due_item.due_date"),
        ("UPDATE letter SET deadline = 'demain'", "Valeur illisible\u00a0: letter.deadline"),
        ("UPDATE letter SET content = '{'", "Valeur illisible\u00a0: letter.content"),
        ("UPDATE letter SET content = '{}'", "son contenu enregistré est illisible"),
        ("UPDATE journal SET after = 'x' WHERE after IS NOT NULL", "Valeur illisible\u00a0: journal.after"),
    ],
)
def test_what_was_changed_by_hand_is_found(used: Any, statement: str, said: str) -> None:
    meddle(used.store.path, statement)
    problems = verify(used.store).problems
    assert any(said in one for one in problems), problems


def test_checking_needs_no_right_to_write(used: Any) -> None:
    with Store.open(used.store.path, write=False) as store:
        assert verify(store).problems == ()
