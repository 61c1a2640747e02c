"""Undo and redo: any action, whatever it touched, comes back exactly; what left is compensated."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from creances_desktop.domain.calendar import CallOutcome, EntryKind
from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.payments import Allocation
from creances_desktop.services import (
    assembly,
    calendar,
    clients,
    followups,
    history,
    holds,
    imports,
    invoices,
    letters,
    payments,
    steps,
)
from creances_desktop.services.verify import verify
from creances_desktop.storage import rows
from creances_desktop.storage.base import Base
from creances_desktop.storage.store import Store

from .conftest import DAY, Books

FAR = date(2099, 1, 1)


def state(store: Store) -> list[tuple[str, str]]:
    """Every row of every table that actions change."""
    with store.reading() as r:
        return list(rows.dump(r._connection))


def accounts(store: Store) -> object:
    """What everybody owes and has in hand, at several days."""
    with store.reading() as r:
        return [
            (
                [(one.number, one.due_date, one.outstanding) for one in r.balance.open_items(day)],
                r.balance.credits(day),
            )
            for day in (DAY - timedelta(days=30), DAY, FAR)
        ]


def last(store: Store) -> int:
    return steps.listed(store)[0].id


def others(rows_of_state: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """All but the accounts, which are reversed and not taken away."""
    kept = ("invoice", "due_item", "payment", "allocation")
    return [one for one in rows_of_state if one[0] not in kept]


def test_a_payment_is_undone_by_reversing_rows_and_done_again_as_it_was(books: Books) -> None:
    client = books.client()
    invoice = books.invoice(client, gross=120_00)
    before, owed = others(state(books.store)), accounts(books.store)
    books.pay(client, 100_00, (books.item(invoice), 100_00))
    with_it, paid = state(books.store), accounts(books.store)
    step = last(books.store)
    said = steps.undo(books.store, step, DAY)
    assert accounts(books.store) == owed
    assert others(state(books.store)) == before
    with books.store.reading() as r:
        assert [one.amount for one in r.payments.ledger_of_client(client)] == [100_00, -100_00], "both stay"
        assert r.payments.of_client(client) == [], "lists hide the pair"
    told = [one.summary for one in history.journal(books.store)]
    assert any(text.startswith("Annulation\u00a0: Règlement de 100,00") for text in told)
    assert said.message.startswith("Annulé\u00a0: règlement de 100,00")
    steps.redo(books.store, step)
    assert state(books.store) == with_it
    assert accounts(books.store) == paid
    steps.undo(books.store, step, DAY)
    assert accounts(books.store) == owed
    assert verify(books.store).problems == ()


def test_every_action_of_a_dossier_is_undone_and_redone_row_by_row(books: Books) -> None:
    """The whole life of an account backwards, then forwards: after each step the rows are those of then."""
    store = books.store
    client = books.client()
    invoice = books.invoice(client, gross=500_00, days_late=40)
    other = books.invoice(client, "F-2", gross=80_00, days_late=3)
    credit = books.credit(client)
    payments.allocate_credit(store, credit, (Allocation(books.item(other), 20_00),))
    paid = books.pay(client, 100_00, (books.item(invoice), 90_00)).id
    payments.cancel(store, paid, DAY, "saisi deux fois")
    again = books.pay(client, 120_00, (books.item(invoice), 120_00)).id
    payments.returned(store, again, DAY, "provision")
    holds.dispute_all(store, [invoice, other], "Qualité", DAY)
    holds.close_dispute(store, other, DAY)
    promise = holds.promise(store, client, 50_00, DAY + timedelta(days=5), DAY).id
    holds.withdraw_promise(store, promise, DAY)
    pause = holds.pause(store, DAY + timedelta(days=9), "congés", DAY, client_id=client).id
    holds.lift_pause(store, pause, DAY)
    holds.insolvency(store, client, DAY)
    entry = calendar.add(store, EntryKind.CALL, DAY, "Appeler", client_id=client).id
    calendar.move(store, entry, DAY + timedelta(days=1))
    call = calendar.CallNote(CallOutcome.REACHED, "rien", DAY + timedelta(days=2))
    calendar.record_call(store, entry, call, DAY)
    card = clients.get(store, client)
    clients.update(store, client, ClientDraft(card.code, "Durand frères", contacts=card.contacts))
    invoices.cancel(store, books.invoice(client, "F-3"), "doublon")
    states = [state(store)]
    undone: list[int] = []
    for step in steps.listed(store)[:-1]:
        steps.undo(store, step.id, DAY)
        undone.append(step.id)
        states.append(state(store))
        assert verify(store).problems == (), step.name
    assert len(undone) >= 20
    assert accounts(store) == [([], {})] * 3
    for step_id in reversed(undone):
        steps.redo(store, step_id)
        states.pop()
        assert state(store) == states[-1]
    assert verify(store).problems == ()


def test_what_something_newer_rests_on_is_not_undone_and_the_newer_is_named(books: Books) -> None:
    client = books.client()
    invoice = books.invoice(client, gross=120_00)
    entered = last(books.store)
    books.pay(client, 100_00, (books.item(invoice), 100_00))
    before = state(books.store)
    with pytest.raises(DomainError, match="règlement de 100,00.*repose sur.*facture F-1"):
        steps.undo(books.store, entered, DAY)
    assert state(books.store) == before
    steps.undo(books.store, last(books.store), DAY)
    steps.undo(books.store, entered, DAY)
    assert accounts(books.store) == [([], {})] * 3


def test_a_value_changed_since_is_not_overwritten(books: Books) -> None:
    client = books.client()
    clients.update(books.store, client, ClientDraft("DURAND", "Durand SA"))
    first = last(books.store)
    clients.update(books.store, client, ClientDraft("DURAND", "Durand SAS"))
    with pytest.raises(DomainError, match="a changé depuis"):
        steps.undo(books.store, first, DAY)
    assert clients.get(books.store, client).name == "Durand SAS"


def test_letters_that_wait_are_cancelled_as_one_and_come_back_as_they_were(books: Books) -> None:
    for code in ("A", "B"):
        books.invoice(books.client(code, f"Client {code}"), f"F-{code}", days_late=20)
    issued = followups.issue(books.store, DAY).issued
    assert len(issued) == 2
    (step,) = [one for one in steps.listed(books.store) if "mission" in one.name]
    assert step.name == "émission de 2\u00a0lettres"
    with_them = state(books.store)
    steps.undo(books.store, step.id, DAY)
    assert letters.to_print(books.store) == []
    assert len(followups.prepare(books.store, DAY).to_do) == 2, "the steps can be taken again"
    steps.redo(books.store, step.id)
    assert state(books.store) == with_them
    assert len(letters.to_print(books.store)) == 2


def test_a_letter_that_left_is_compensated_and_the_sentence_says_so(books: Books) -> None:
    books.invoice(books.client(), days_late=20)
    letter = followups.issue(books.store, DAY).issued[0].letter
    letters.mark_delivered(books.store, [letter.id], "imprimée")
    data = letters.pdf(books.store, letter.id)
    sent = steps.listed(books.store)[0]
    assert sent.left
    said = steps.undo(books.store, sent.id, DAY).message
    assert "est déjà partie" in said
    assert "telle qu’elle est partie" in said
    with books.store.reading() as r:
        assert r.letters.get(letter.id).status == "returned"
        assert all(one.void for found in r.followups.history().values() for one in found)
    assert letters.pdf(books.store, letter.id) == data, "byte for byte"
    steps.redo(books.store, sent.id)
    with books.store.reading() as r:
        assert r.letters.get(letter.id).status == "delivered"
    issued = steps.listed(books.store)[1]
    with pytest.raises(DomainError, match="imprimée.*repose sur"):
        steps.undo(books.store, issued.id, DAY)


def test_an_import_is_undone_and_redone_as_any_action(books: Books) -> None:
    path = books.store.path.with_name("factures.csv")
    lines = ["numero;client;date;echeance;ttc"]
    lines += [f"F{n};Client {n % 7};01/10/2026;31/10/2026;{n},00" for n in range(1, 700)]
    path.write_text("\n".join(lines), encoding="utf-8")
    empty = accounts(books.store)
    imports.execute(books.store, imports.analyse(books.store, [path]), today=DAY)
    step, with_it = last(books.store), state(books.store)
    steps.undo(books.store, step, DAY)
    assert accounts(books.store) == empty
    assert imports.analyse(books.store, [path]).new.invoices == 699, "the same file can come again"
    steps.redo(books.store, step)
    assert state(books.store) == with_it
    assert imports.analyse(books.store, [path]).new.invoices == 0
    assert verify(books.store).problems == ()


def test_what_was_done_since_holds_a_redo_back(books: Books) -> None:
    books.client("A", "Alpha")
    step = last(books.store)
    steps.undo(books.store, step, DAY)
    books.client("A", "Autre")
    with pytest.raises(DomainError, match="ne peut plus être rétabli"):
        steps.redo(books.store, step)
    with pytest.raises(DomainError, match="déjà annulé"):
        steps.undo(books.store, step, DAY)


def test_what_was_undone_stays_so_after_the_dossier_was_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.creances"
    with assembly.create_company_file(path, Company("Nous")) as store:
        clients.add(store, ClientDraft("A", "Alpha"))
        step = last(store)
        steps.undo(store, step, DAY)
    with assembly.open_company_file(path) as store:
        assert [one.undone for one in steps.listed(store)] == [True]
        steps.redo(store, step)
        assert clients.find(store, "A").name == "Alpha"


@pytest.mark.parametrize("table", [table.name for table in rows.recorded()])
def test_no_table_escapes_undo(books: Books, table: str) -> None:
    """A row inserted, changed and deleted in each declared table is given back; a new table by default."""
    store = books.store
    key = _fill(store, table)
    with store.reading() as r:
        row = rows.get(r._connection, table, key)
    assert row is not None
    free = [name for name in row if name not in rows.key_columns(table)]
    for verb in ("update", "delete"):
        before = state(store)
        with store.transaction() as t:
            t._connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            t._connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            t.journal.append("test", f"Essai de {verb}")
            if verb == "update":
                text = [name for name in free if isinstance(row[name], str)]
                if not text:
                    continue
                rows.update(t._connection, table, key, {text[0]: f"{row[text[0]]}x"})
            else:
                rows.delete(t._connection, table, key)
        assert state(store) != before
        steps.undo(store, last(store), DAY)
        assert state(store) == before


def test_the_file_holds_no_table_that_nobody_declared(books: Books) -> None:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    with books.store.reading() as r:
        found = set(r._connection.exec_driver_sql(query).scalars())
    assert found == set(Base.metadata.tables)
    assert found == {table.name for table in rows.recorded()} | rows.KEPT
    assert {table.name for table in rows.recorded()} & rows.KEPT == set()


def _fill(store: Store, table: str) -> rows.Key:
    """The key of a row put into a table, with parents and plausible values."""
    with store.transaction() as t:
        connection = t._connection
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        # The plan of a new dossier would stand in the way.
        connection.exec_driver_sql("DELETE FROM plan_step")
        connection.exec_driver_sql("DELETE FROM plan")
        t.journal.append("test", "Essai")
        made: dict[str, rows.Row] = {}
        row = _row(connection, table, made)
        return tuple(row[name] for name in rows.key_columns(table))


def _row(connection: object, table: str, made: dict[str, rows.Row]) -> rows.Row:
    row: rows.Row = {}
    declared = Base.metadata.tables[table]
    for column in declared.columns:
        parent = next((key.column.table.name for key in column.foreign_keys), None)
        kind = column.type.compile(dialect=sqlite.dialect())
        if parent is not None and not column.nullable and parent not in (table, "journal", "blob"):
            found = made.get(parent) or _row(connection, parent, made)
            row[column.name] = found[next(iter(column.foreign_keys)).column.name]
        elif parent == "journal" and not column.nullable:
            row[column.name] = 1
        elif parent == "blob" and not column.nullable:
            connection.exec_driver_sql(  # type: ignore[attr-defined]
                "INSERT OR IGNORE INTO blob (sha256, media_type, data) VALUES ('ab', 'x', x'00')"
            )
            row[column.name] = "ab"
        elif parent is None and (not column.nullable or column.primary_key):
            row[column.name] = {"INTEGER": 1, "BLOB": "00"}.get(kind, "2026-01-01")
    known = rows.get(connection, table, tuple(row[name] for name in rows.key_columns(table)))  # type: ignore[arg-type]
    if known is None:
        rows.insert(connection, table, row)  # type: ignore[arg-type]
    made[table] = known or row
    return made[table]
