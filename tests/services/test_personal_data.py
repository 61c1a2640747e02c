"""A client's data are handed over whole and erased whole, and the accounts do not notice."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, String

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.retention import RetentionKind
from creances_desktop.services import balance, clients, demo, letters, personal_data, steps, verify
from creances_desktop.services.assembly import Store, open_company_file
from creances_desktop.services.personal_data import StillHeld
from creances_desktop.storage.base import Base
from creances_desktop.storage.errors import ErasedFile
from creances_desktop.storage.personal_data import ERASED, KEPT, owned_tables

DAY = date(2026, 11, 21)
LATER = date(2045, 1, 2)


@pytest.fixture(scope="module")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "exemple.creances"
    demo.create(path, DAY).close()
    return path


@pytest.fixture
def store(example_file: Path, tmp_path: Path) -> Iterator[Store]:
    opened = open_company_file(Path(shutil.copy(example_file, tmp_path / "exemple.creances")))
    yield opened
    opened.close()


def settled(store: Store) -> list[int]:
    """The clients of the example whom nothing holds any more, many years later."""
    with store.reading() as r:
        ids = [one.id for one in r.clients.all()]
    return [one for one in ids if not personal_data.overview(store, one, LATER).reasons]


def test_every_text_column_is_said_to_be_personal_or_not() -> None:
    """A new table of a colleague must be looked at, not forgotten."""
    unsaid = []
    for table in (Base.metadata.tables["client"], *owned_tables()):
        for column in table.columns:
            if column.foreign_keys or not isinstance(column.type, String | LargeBinary):
                continue
            personal = column.name in ERASED.get(table.name, {})
            known = personal or column.name in KEPT.get(table.name, frozenset())
            if not known:
                unsaid.append(f"{table.name}.{column.name}")
            assert not (personal and column.name in KEPT.get(table.name, frozenset()))
    assert unsaid == []


def test_what_is_said_exists() -> None:
    for mapping in (ERASED, KEPT):
        for table, columns in mapping.items():
            assert set(columns) <= set(Base.metadata.tables[table].columns.keys()), table


def test_who_owes_or_was_invoiced_lately_is_kept_with_the_reasons(store: Store) -> None:
    card = next(
        one
        for one in (clients.card(store, client_id, DAY) for client_id in range(1, 41))
        if one.outstanding > 0
    )
    found = personal_data.overview(store, card.client.id, DAY)
    assert any("à régler" in reason for reason in found.reasons)
    assert any("L123-22" in reason for reason in found.reasons)
    with pytest.raises(StillHeld, match="à régler"):
        personal_data.erase(store, card.client.id, DAY)
    assert clients.card(store, card.client.id, DAY).client.name == card.client.name


def test_an_erased_client_leaves_sums_digests_and_a_day(store: Store) -> None:
    chosen = settled(store)
    assert len(chosen) >= 3, "the example has clients who paid all"
    before = balance.aged(store, DAY).total
    words: set[str] = set()
    letter_ids: list[int] = []
    for client_id in chosen:
        client = clients.card(store, client_id, DAY).client
        words |= {client.name, client.address.street, client.email, client.siren}
        words |= {one for contact in client.contacts for one in (contact.name, contact.phone, contact.email)}
        letter_ids += [one.id for one in letters.of_client(store, client_id)]
    assert letter_ids
    for client_id in chosen:
        personal_data.erase(store, client_id, LATER)
    assert balance.aged(store, DAY).total == before
    report = verify.verify(store)
    assert report.problems == ()
    assert report.erased_clients == len(chosen)
    assert report.erased_files >= len(letter_ids)
    assert report.erased > 0
    with pytest.raises(ErasedFile, match="effacé le 02/01/2045"):
        letters.pdf(store, letter_ids[0])
    card = clients.card(store, chosen[0], DAY)
    assert (card.client.name, card.client.contacts[:1]) != ("", ())
    assert card.client.name == "Client effacé"
    store.close()
    content = store.path.read_bytes()
    left = [word for word in words if len(word) >= 6 and word.encode() in content]
    names_of_others = {"France"}
    assert set(left) <= names_of_others, left


def test_it_happens_once_and_is_not_undone(store: Store) -> None:
    client_id = settled(store)[0]
    personal_data.erase(store, client_id, LATER)
    with pytest.raises(DomainError, match="déjà effacées"):
        personal_data.erase(store, client_id, LATER)
    gone = [step for step in steps.listed(store, limit=2000) if "contenu a été effacé" in step.name]
    assert gone
    for step in gone:
        if not step.undone:
            with pytest.raises(DomainError, match="données personnelles"):
                steps.undo(store, step.id, LATER)
    assert verify.verify(store).problems == ()


def test_all_that_is_known_is_handed_over(store: Store, tmp_path: Path) -> None:
    with store.reading() as r:
        client_id = next(one.client_id for one in r.letters.with_status("delivered"))
    client = clients.card(store, client_id, DAY).client
    path = personal_data.export(store, client_id, tmp_path / "client.zip")
    with zipfile.ZipFile(path) as archive:
        data = json.loads(archive.read("donnees.json"))
        documents = [name for name in archive.namelist() if name.startswith("documents/")]
        assert archive.read(next(name for name in documents if "L20" in name)).startswith(b"%PDF")
    assert data["client"][0]["name"] == client.name
    assert {"invoice", "letter", "journal"} <= set(data)
    assert all(row["client_id"] == client_id for row in data["invoice"])
    assert any(client.name in entry["summary"] for entry in data["journal"])


def test_the_delays_are_the_users(store: Store) -> None:
    assert {rule.kind: rule.years for rule in personal_data.rules(store)} == {
        RetentionKind.ACCOUNTING: 10,
        RetentionKind.CORRESPONDENCE: 5,
        RetentionKind.COMMERCIAL: 3,
    }
    with pytest.raises(InvalidValue, match="Entre 1 et 30"):
        personal_data.save_years(store, {RetentionKind.ACCOUNTING: 0})
    personal_data.save_years(store, {RetentionKind.ACCOUNTING: 12})
    assert personal_data.rules(store)[0].years == 12
    assert personal_data.rules(store)[0].source
