"""The journal is a chain: nothing in it is changed, taken away or put between without being seen."""

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.company import Company
from creances_desktop.services.assembly import create_company_file
from creances_desktop.services.verify import verify
from creances_desktop.storage.store import Store

VERSIONS = Path(__file__).parents[1] / "data" / "versions"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.creances"
    with create_company_file(path, Company("Nous")) as store:
        for number in range(5):
            with store.transaction() as t:
                t.journal.append("note", f"Action {number}", client_id=number, after={"n": number})
    return path


def broken(path: Path) -> list[tuple[int, str]]:
    with Store.open(path, write=False) as store, store.reading() as r:
        return r.journal.breaks()


def tamper(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_untouched_journal_holds(path: Path) -> None:
    assert broken(path) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE journal SET summary = 'Autre' WHERE id = 3", [(3, "payload")]),
        ("UPDATE journal SET after = '{}' WHERE id = 3", [(3, "payload")]),
        ("UPDATE journal SET at = '2020-01-01T00:00:00.000+00:00' WHERE id = 3", [(3, "seal")]),
        ("UPDATE journal SET client_id = 9 WHERE id = 3", [(3, "seal")]),
        ("DELETE FROM journal WHERE id = 3", [(4, "seal"), (3, "seal")]),
        ("DELETE FROM journal_seal WHERE entry_id = 3", [(3, "seal"), (4, "seal")]),
        ("UPDATE journal_seal SET salt = '' WHERE entry_id = 3", [(3, "payload")]),
        ("INSERT INTO journal (at, action, summary) VALUES ('x', 'y', 'z')", [(7, "seal")]),
    ],
)
def test_what_was_tampered_with_is_named(path: Path, statement: str, found: list[tuple[int, str]]) -> None:
    tamper(path, statement)
    assert broken(path) == found
    with Store.open(path, write=False) as store:
        assert any("Journal rompu" in problem for problem in verify(store).problems)


def test_what_an_entry_said_can_be_erased_and_the_chain_holds(path: Path) -> None:
    with Store.open(path) as store:
        before = verify(store)
        with store.transaction() as t:
            t.journal.erase([3], date(2026, 11, 28))
        after = verify(store)
        with store.reading() as r:
            entry = r.journal.get(3)
    assert (entry.summary, entry.after, entry.client_id) == ("", None, 1)
    assert after.problems == ()
    assert (after.erased, after.seal) == (1, before.seal)


def test_the_entries_of_an_old_dossier_are_chained_when_it_is_migrated(tmp_path: Path) -> None:
    path = Path(shutil.copy(VERSIONS / "1.creances", tmp_path / "ancien.creances"))
    with Store.open(path) as store, store.reading() as r:
        assert r.journal.breaks() == []
        assert r.journal.last_id() > 5
        assert len(r.journal.head()) == 64
    tamper(path, "UPDATE journal SET summary = 'Autre' WHERE id = 2")
    assert broken(path) == [(2, "payload")]
