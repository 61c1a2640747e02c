"""What an import compares its rows with, read in bulk, and the rows that it changes.

Rows of an import that was undone are left out: their keys are free again. What the user cancelled himself
stays known, so that importing the same file again does not bring it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from creances_desktop.domain.money import Cents

UNDONE = """(
    SELECT u.reverses_id FROM journal u
    WHERE u.action = 'import_undone' AND u.reverses_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM journal_step s WHERE u.reverses_id BETWEEN s.first_entry AND s.last_entry)
    UNION
    SELECT e.id FROM journal_step s JOIN journal e ON e.id BETWEEN s.first_entry AND s.last_entry
    WHERE s.kind = 'do' AND s.undone = 1)"""
"""The ids of the journal entries of the imports that were undone."""

CLIENT_COLUMNS = (
    "name",
    "nature",
    "siren",
    "vat_number",
    "street",
    "zip",
    "city",
    "country",
    "phone",
    "email",
    "terms",
    "terms_days",
    "contract_rate_percent",
    "public_body_kind",
    "insolvency_judgment",
    "archived",
    "action_id",
)
"""What an import may change of a client, in the order in which it is read and written."""

DOCUMENT_COLUMNS = (
    "issue_date",
    "net",
    "vat",
    "gross",
    "label",
    "order_reference",
    "performance_date",
    "mise_en_demeure_received",
    "folded",
)
"""What an import may change of an invoice, in the order in which it is written."""

_NOT_UNDONE = f"(action_id IS NULL OR action_id NOT IN {UNDONE})"

_CLIENTS = f"""
SELECT id, code, plan_id, action_id IN {UNDONE}, {", ".join(CLIENT_COLUMNS)} FROM client
"""  # noqa: S608 - constants only
_DOCUMENTS = f"""
SELECT i.id, i.client_id, i.kind, i.number, i.issue_date, i.net, i.vat, i.gross, i.label, i.order_reference,
       i.performance_date, i.mise_en_demeure_received, i.to_confirm, i.import_key,
       i.id IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)
FROM invoice i WHERE i.reverses_id IS NULL AND {_NOT_UNDONE} ORDER BY i.issue_date, i.id
"""  # noqa: S608 - constants only
_DUE_ITEMS = """
SELECT d.invoice_id, d.id, d.due_date, d.amount, d.estimated, d.amount - COALESCE(s.allocated, 0)
FROM due_item d
LEFT JOIN (SELECT due_item_id, SUM(amount) AS allocated FROM allocation GROUP BY due_item_id) s
  ON s.due_item_id = d.id
ORDER BY d.invoice_id, d.position
"""
_PAYMENTS = f"""
SELECT p.id, p.client_id, p.amount, p.bank_date, p.mode, p.reference, p.label, p.import_key,
       p.reverses_id IS NOT NULL OR p.id IN (SELECT reverses_id FROM payment WHERE reverses_id IS NOT NULL),
       p.amount - COALESCE(s.allocated, 0)
FROM payment p
LEFT JOIN (SELECT payment_id, SUM(amount) AS allocated FROM allocation GROUP BY payment_id) s
  ON s.payment_id = p.id
WHERE {_NOT_UNDONE} AND (p.reverses_id IS NULL OR p.import_key IS NOT NULL) ORDER BY p.bank_date, p.id
"""  # noqa: S608 - constants only
_BALANCES = """
SELECT client_id, SUM(amount) FROM (
    SELECT client_id, CASE WHEN kind IN ('invoice', 'opening_balance', 'other_debit', 'credit_cancellation')
                           THEN gross ELSE -gross END AS amount
    FROM invoice WHERE issue_date < :day OR (issue_date = :day AND kind = 'opening_balance')
    UNION ALL SELECT client_id, -amount FROM payment WHERE bank_date < :day
) GROUP BY client_id
"""


class Imports:
    """Whole tables as tuples, for the services of the import."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def clients(self) -> list[Any]:
        """(id, code, plan id, created by an undone import, then `CLIENT_COLUMNS`) of every client."""
        return self._rows(_CLIENTS)

    def contacts(self) -> list[Any]:
        """(client id, name) of every contact, the preferred one first."""
        return self._rows("SELECT client_id, name FROM contact ORDER BY client_id, preferred DESC, id")

    def documents(self) -> list[Any]:
        """Every document that is no cancellation, oldest first; the last column: whether it was cancelled."""
        return self._rows(_DOCUMENTS)

    def due_items(self) -> list[Any]:
        """(invoice id, id, due date, amount, estimated, open cents) of every due item, by position."""
        return self._rows(_DUE_ITEMS)

    def payments(self) -> list[Any]:
        """Every payment, oldest first; the last columns: cancelled (or cancelling another), open cents."""
        return self._rows(_PAYMENTS)

    def used_credits(self) -> dict[int, Cents]:
        """What was set on due items of each credit note, in cents."""
        return dict(
            self._rows(
                "SELECT credit_id, SUM(amount) FROM allocation WHERE credit_id IS NOT NULL GROUP BY credit_id"
            )
        )

    def sent(self) -> set[int]:
        """The ids of the invoices about which a letter was issued that was not cancelled."""
        query = """SELECT DISTINCT d.invoice_id FROM followup f JOIN due_item d ON d.id = f.due_item_id
                   WHERE f.letter_id IS NOT NULL AND f.void = 0"""
        return {row[0] for row in self._rows(query)}

    def steps(self) -> list[Any]:
        """(due item id, cycle, step, attempt, void) of every step ever entered."""
        return self._rows("SELECT due_item_id, cycle, step, attempt, void FROM followup")

    def cycles(self) -> dict[int, int]:
        """The present cycle of the due items whose follow-up was opened again."""
        query = "SELECT due_item_id, SUM(reopens) + 1 FROM allocation WHERE reopens = 1 GROUP BY due_item_id"
        return dict(self._rows(query))

    def disputed(self) -> set[int]:
        """The ids of the invoices that are or were in dispute."""
        return {row[0] for row in self._rows(f"SELECT invoice_id FROM dispute WHERE {_NOT_UNDONE}")}  # noqa: S608

    def promised(self) -> set[tuple[int, str]]:
        """(invoice id, day) of every promise about an invoice, kept, broken or withdrawn."""
        query = f"""SELECT invoice_id, promised_on FROM promise WHERE invoice_id IS NOT NULL AND {_NOT_UNDONE}
                    UNION SELECT n.invoice_id, promise.promised_on FROM promise_invoice n
                    JOIN promise ON promise.id = n.promise_id WHERE {_NOT_UNDONE}"""  # noqa: S608
        return {(row[0], row[1]) for row in self._rows(query)}

    def sendings(self) -> set[tuple[int, str]]:
        """(invoice id, day) of every sending of an invoice, taken back or not."""
        query = f"SELECT invoice_id, day FROM invoice_sending WHERE {_NOT_UNDONE}"  # noqa: S608
        return {(row[0], row[1]) for row in self._rows(query)}

    def balances_before(self, day: date) -> dict[int, Cents]:
        """What each client with any movement owed the day before, opening balances of the day included."""
        return dict(self._rows(_BALANCES, {"day": day.isoformat()}))

    def allocations_before(self, day: date) -> list[Any]:
        """(due item id, payment id, credit id, cents) of every allocation that counted before a day."""
        return self._rows(
            "SELECT due_item_id, payment_id, credit_id, amount FROM allocation WHERE effective_on < :day",
            {"day": day.isoformat()},
        )

    def allocations_of_payment(self, payment_id: int) -> list[Any]:
        """(id, due item id, cents, effective day) of the allocations of a payment that stand."""
        return self._rows(
            """SELECT id, due_item_id, amount, effective_on FROM allocation
               WHERE payment_id = :payment AND reverses_id IS NULL
                 AND id NOT IN (SELECT reverses_id FROM allocation WHERE reverses_id IS NOT NULL)""",
            {"payment": payment_id},
        )

    def allocations_on(self, due_item_id: int) -> list[Any]:
        """(id, due item id, payment id, credit id, cents, effective day) of what stands on a due item."""
        return self._standing("due_item_id", due_item_id)

    def allocations_of_credit(self, credit_id: int) -> list[Any]:
        """The same of what a credit is set on."""
        return self._standing("credit_id", credit_id)

    def _standing(self, column: str, row_id: int) -> list[Any]:
        return self._rows(
            f"""SELECT id, due_item_id, payment_id, credit_id, amount, effective_on FROM allocation
                WHERE {column} = :row AND reverses_id IS NULL
                  AND id NOT IN (SELECT reverses_id FROM allocation WHERE reverses_id IS NOT NULL)
                ORDER BY effective_on, id""",  # noqa: S608 - our own names
            {"row": row_id},
        )

    def allocations_after(self, due_item_id: int, allocation_id: int) -> list[Any]:
        """(payment id or None, cents) of the allocations on a due item that stand and came after another."""
        return self._rows(
            """SELECT payment_id, amount FROM allocation
               WHERE due_item_id = :item AND id > :after AND reverses_id IS NULL
                 AND id NOT IN (SELECT reverses_id FROM allocation WHERE reverses_id IS NOT NULL)""",
            {"item": due_item_id, "after": allocation_id},
        )

    def update_clients(self, rows: Iterable[Sequence[Any]]) -> None:
        """Writes (values of `CLIENT_COLUMNS`, folded text, id)."""
        self._update("client", (*CLIENT_COLUMNS, "folded"), rows)

    def update_documents(self, rows: Iterable[Sequence[Any]]) -> None:
        """Writes (values of `DOCUMENT_COLUMNS`, id)."""
        self._update("invoice", DOCUMENT_COLUMNS, rows)

    def update_due_items(self, rows: Iterable[Sequence[Any]]) -> None:
        """Writes (due date, amount, estimated, id)."""
        self._update("due_item", ("due_date", "amount", "estimated"), rows)

    def update_payments(self, rows: Iterable[Sequence[Any]]) -> None:
        """Writes (mode, reference, label, id)."""
        self._update("payment", ("mode", "reference", "label"), rows)

    def _update(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        values = [tuple(row) for row in rows]
        if values:
            setting = ", ".join(f"{column} = ?" for column in columns)
            self._connection.exec_driver_sql(f"UPDATE {table} SET {setting} WHERE id = ?", values)  # noqa: S608

    def _rows(self, query: str, parameters: dict[str, Any] | None = None) -> list[Any]:
        # The driver's own tuples: 100,000 of SQLAlchemy's rows cost half a second.
        return list(self._connection.exec_driver_sql(query, parameters or {}).cursor.fetchall())
