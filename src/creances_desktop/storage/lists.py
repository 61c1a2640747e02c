"""The long lists: an array of ids, sorted and filtered by SQLite, and pages of rows on demand."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold

# One look into the covering index of allocations per due item: faster than joining everybody's sums.
_PAID = """COALESCE((SELECT SUM(a.amount) FROM allocation a
                      WHERE a.due_item_id = d.id AND a.effective_on <= :day), 0)"""
_OPEN_BY_INVOICE = f"""
WITH o AS MATERIALIZED (
    SELECT d.invoice_id, SUM(d.amount - {_PAID}) AS outstanding, MIN(d.due_date) AS open_due
    FROM due_item d WHERE d.amount <> {_PAID} {{scope}} GROUP BY d.invoice_id
)
"""  # noqa: S608 - constants only
_LIVE = (
    "i.reverses_id IS NULL AND i.id NOT IN (SELECT reverses_id FROM invoice WHERE reverses_id IS NOT NULL)"
)
_DISPUTED = "i.id IN (SELECT invoice_id FROM dispute WHERE closed_on IS NULL)"
_PROMISED = """
(i.id IN (SELECT invoice_id FROM promise WHERE withdrawn_on IS NULL AND promised_on >= :day)
 OR i.id IN (SELECT n.invoice_id FROM promise_invoice n JOIN promise p ON p.id = n.promise_id
             WHERE p.withdrawn_on IS NULL AND p.promised_on >= :day)
 OR i.client_id IN (SELECT client_id FROM promise
                    WHERE invoice_id IS NULL AND withdrawn_on IS NULL AND promised_on >= :day
                      AND id NOT IN (SELECT promise_id FROM promise_invoice)))
"""
# Both sides are folded: instr finds the same as LIKE, in two thirds of the time.
_INVOICE_WORD = """
(instr(i.folded, :word) OR i.client_id IN (SELECT id FROM client WHERE instr(folded, :word)))
"""
_NARROWED = "AND d.invoice_id IN (SELECT i.id FROM invoice i WHERE {conditions})"
_LATE = "julianday(:day) - julianday(o.open_due)"
_INVOICE_FILTERS = {
    "all": "1",
    "open": "o.outstanding > 0",
    "overdue": "o.outstanding > 0 AND o.open_due < :day",
    "not_due": "o.outstanding > 0 AND o.open_due >= :day",
    "d1_30": f"o.outstanding > 0 AND {_LATE} BETWEEN 1 AND 30",
    "d31_60": f"o.outstanding > 0 AND {_LATE} BETWEEN 31 AND 60",
    "d61_90": f"o.outstanding > 0 AND {_LATE} BETWEEN 61 AND 90",
    "d90_plus": f"o.outstanding > 0 AND {_LATE} > 90",
    "paid": "o.invoice_id IS NULL AND i.kind IN ('invoice', 'opening_balance', 'other_debit')",
    "disputed": f"o.outstanding > 0 AND {_DISPUTED}",
    "promised": f"o.outstanding > 0 AND {_PROMISED}",
    "to_confirm": "i.to_confirm = 1 AND o.outstanding > 0",
    "credits": "i.kind IN ('credit_note', 'other_credit')",
}
_ONLY_OPEN = frozenset(_INVOICE_FILTERS) - {"all", "paid", "credits"}
_NEED_OPEN = frozenset({"due", "outstanding"})
_INVOICE_SORTS = {
    "number": "i.number",
    "client": "c.folded",
    "issued": "i.issue_date",
    "due": "COALESCE(o.open_due, (SELECT MIN(due_date) FROM due_item WHERE invoice_id = i.id))",
    "gross": "i.gross",
    "outstanding": "COALESCE(o.outstanding, 0)",
}
_CLIENT_FILTERS = {
    "all": "1",
    "overdue": "b.overdue > 0",
    "disputed": "c.id IN (SELECT i.client_id FROM invoice i JOIN dispute d ON d.invoice_id = i.id"
    " WHERE d.closed_on IS NULL)",
    "promised": "c.id IN (SELECT client_id FROM promise WHERE withdrawn_on IS NULL AND promised_on >= :day)",
    "paused": "c.id IN (SELECT client_id FROM pause WHERE lifted_on IS NULL AND until >= :day)",
    "insolvency": "c.insolvency_judgment IS NOT NULL",
    "blocked": "c.id IN (SELECT client_id FROM client_relation WHERE no_delivery_since IS NOT NULL)",
    "cared": "c.id IN (SELECT client_id FROM client_relation WHERE cared = 1)",
    "incomplete": "(c.nature = 'unspecified' OR c.city = '' OR c.email = '')",
}
_CLIENT_SORTS = {
    "name": "c.folded",
    "code": "c.code",
    "city": "c.city",
    "outstanding": "COALESCE(b.outstanding, 0)",
    "overdue": "COALESCE(b.overdue, 0)",
    # Who owes nothing comes last when the oldest debts come first.
    "oldest": "COALESCE(b.oldest_due, '9999-12-31')",
}
_BY_CLIENT = f"""
WITH opened AS MATERIALIZED (
    SELECT d.invoice_id, d.due_date, d.amount, {_PAID} AS paid FROM due_item d {{scope}}
), b AS MATERIALIZED (
    SELECT i.client_id, SUM(amount - paid) AS outstanding,
           SUM(CASE WHEN due_date < :day THEN amount - paid ELSE 0 END) AS overdue,
           MIN(due_date) AS oldest_due
    FROM opened JOIN invoice i ON i.id = opened.invoice_id
    WHERE amount <> paid AND i.issue_date <= :day GROUP BY i.client_id
)
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A line of the list of invoices as of a day; cents.

    `due_date` is the first open due date, else the first; `credit_left` is what is left of a credit, 0 for a
    debit. `disputed_amount` is the part that was contested when the dispute was noted, None for the whole.
    `planned_until`: the next instalment of a plan; it comes from the payments, and so not from here.
    """

    id: int
    client_id: int
    client_name: str
    kind: str
    number: str
    label: str
    issue_date: date
    due_date: date | None
    estimated: bool
    gross: Cents
    outstanding: Cents
    to_confirm: bool
    disputed: bool
    promised_until: date | None
    paused_until: date | None
    insolvency: bool
    has_pdf: bool
    credit_left: Cents = 0
    disputed_amount: Cents | None = None
    planned_until: date | None = None


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A line of the list of clients as of a day; cents. `oldest_due` is the first due date still open.

    `held` (what of the overdue is contested or in a plan that is kept) and `planned` come from the disputes
    and the payments, and so not from here.
    """

    id: int
    code: str
    name: str
    nature: str
    city: str
    outstanding: Cents
    overdue: Cents
    oldest_due: date | None
    disputed: bool
    promised: bool
    paused: bool
    insolvency: bool
    cared: bool = False
    no_delivery: bool = False
    held: Cents = 0
    planned: bool = False


class Lists:
    """Ids and pages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def invoice_ids(
        self,
        day: date,
        *,
        words: str = "",
        chosen: str = "all",
        sort: str = "due",
        descending: bool = False,
        client_id: int | None = None,
    ) -> array[int]:
        """The ids of the live documents that contain every word and pass the chosen filter, in order."""
        parameters: dict[str, Any] = {"day": day.isoformat()}
        narrow: list[str] = []
        if client_id is not None:
            narrow.append("i.client_id = :client")
            parameters["client"] = client_id
        for number, word in enumerate(fold(words).split()):
            narrow.append(_INVOICE_WORD.replace(":word", f":w{number}"))
            parameters[f"w{number}"] = word
        conditions = [_LIVE, _INVOICE_FILTERS[chosen]]
        scope = _NARROWED.format(conditions=" AND ".join(narrow)) if narrow else ""
        if chosen in _ONLY_OPEN:  # o is narrowed already
            tables = "o CROSS JOIN invoice i ON i.id = o.invoice_id"
        else:
            conditions += narrow
            needs_open = chosen == "paid" or sort in _NEED_OPEN
            tables = "invoice i LEFT JOIN o ON o.invoice_id = i.id" if needs_open else "invoice i"
        opened = _OPEN_BY_INVOICE.format(scope=scope) if tables != "invoice i" else ""
        order = "o.open_due" if sort == "due" and chosen in _ONLY_OPEN else _INVOICE_SORTS[sort]
        if sort == "client":
            tables += " JOIN client c ON c.id = i.client_id"
        direction = "DESC" if descending else "ASC"
        query = (
            f"{opened} SELECT i.id FROM {tables}"  # noqa: S608 - constants only
            f" WHERE {' AND '.join(conditions)} ORDER BY {order} {direction}, i.id {direction}"
        )
        return self._ids(query, parameters)

    def invoice_page(self, ids: Sequence[int], day: date) -> list[InvoiceLine]:
        """The lines of these documents as of a day, in that order."""
        listed = ",".join(str(int(row_id)) for row_id in ids) or "NULL"
        rows = self._connection.exec_driver_sql(_INVOICE_PAGE.format(ids=listed), {"day": day.isoformat()})
        found = {row[0]: _invoice_line(row) for row in rows}
        return [found[row_id] for row_id in ids if row_id in found]

    def invoice_totals(self, ids: Sequence[int], day: date) -> tuple[Cents, Cents]:
        """(gross, outstanding) of these documents, credits counted negative; cents."""
        row = self._connection.exec_driver_sql(
            _INVOICE_TOTALS, {"day": day.isoformat(), "ids": json.dumps(list(ids))}
        ).one()
        return row[0] or 0, row[1] or 0

    def client_ids(
        self,
        day: date,
        *,
        words: str = "",
        chosen: str = "all",
        sort: str = "name",
        descending: bool = False,
    ) -> array[int]:
        """The ids of the clients that contain every word and pass the chosen filter, in order."""
        conditions = ["c.archived = 0", _CLIENT_FILTERS[chosen]]
        parameters: dict[str, Any] = {"day": day.isoformat()}
        for number, word in enumerate(fold(words).split()):
            conditions.append(f"instr(c.folded, :w{number})")
            parameters[f"w{number}"] = word
        needs_balance = sort in {"outstanding", "overdue", "oldest"} or chosen == "overdue"
        opened = _BY_CLIENT.format(scope="") if needs_balance else ""
        join = "LEFT JOIN b ON b.client_id = c.id" if needs_balance else ""
        direction = "DESC" if descending else "ASC"
        query = (
            f"{opened} SELECT c.id FROM client c {join} WHERE {' AND '.join(conditions)}"  # noqa: S608 - constants only
            f" ORDER BY {_CLIENT_SORTS[sort]} {direction}, c.id {direction}"
        )
        return self._ids(query, parameters)

    def client_page(self, ids: Sequence[int], day: date) -> list[ClientLine]:
        """The lines of these clients as of a day, in that order."""
        listed = ",".join(str(int(row_id)) for row_id in ids) or "NULL"
        scope = f"WHERE d.invoice_id IN (SELECT id FROM invoice WHERE client_id IN ({listed}))"  # noqa: S608
        query = _BY_CLIENT.format(scope=scope) + _CLIENT_PAGE.format(ids=listed)
        rows = self._connection.exec_driver_sql(query, {"day": day.isoformat()})
        found = {row[0]: _client_line(row) for row in rows}
        return [found[row_id] for row_id in ids if row_id in found]

    def client_outstanding(self, ids: Sequence[int], day: date) -> Cents:
        """What these clients owe together as of a day, credits in hand not deducted; cents."""
        row = self._connection.exec_driver_sql(
            _CLIENT_OUTSTANDING, {"day": day.isoformat(), "ids": json.dumps(list(ids))}
        ).one()
        return int(row[0] or 0)

    def _ids(self, query: str, parameters: dict[str, Any]) -> array[int]:
        cursor = self._connection.exec_driver_sql(query, parameters)
        return array("q", (row[0] for row in cursor.cursor.fetchall()))


_INVOICE_PAGE = """
SELECT i.id, i.client_id, c.name, i.kind, i.number, i.label, i.issue_date,
       COALESCE(
           (SELECT MIN(d.due_date) FROM due_item d WHERE d.invoice_id = i.id AND d.amount <> (
                SELECT COALESCE(SUM(a.amount), 0) FROM allocation a
                WHERE a.due_item_id = d.id AND a.effective_on <= :day)),
           (SELECT MIN(d.due_date) FROM due_item d WHERE d.invoice_id = i.id)),
       (SELECT MAX(d.estimated) FROM due_item d WHERE d.invoice_id = i.id),
       i.gross,
       (SELECT SUM(d.amount) FROM due_item d WHERE d.invoice_id = i.id)
           - COALESCE((SELECT SUM(a.amount) FROM due_item d JOIN allocation a ON a.due_item_id = d.id
                       WHERE d.invoice_id = i.id AND a.effective_on <= :day), 0),
       i.to_confirm,
       EXISTS (SELECT 1 FROM dispute p WHERE p.invoice_id = i.id AND p.closed_on IS NULL),
       (SELECT MAX(p.promised_on) FROM promise p WHERE p.withdrawn_on IS NULL AND p.promised_on >= :day
            AND (p.invoice_id = i.id OR (p.invoice_id IS NULL AND p.client_id = i.client_id
                 AND (NOT EXISTS (SELECT 1 FROM promise_invoice n WHERE n.promise_id = p.id)
                      OR EXISTS (SELECT 1 FROM promise_invoice n
                                 WHERE n.promise_id = p.id AND n.invoice_id = i.id))))),
       (SELECT MAX(p.until) FROM pause p WHERE p.lifted_on IS NULL AND p.until >= :day
            AND (p.invoice_id = i.id OR p.client_id = i.client_id)),
       c.insolvency_judgment IS NOT NULL,
       i.pdf_sha256 IS NOT NULL,
       CASE WHEN i.kind IN ('credit_note', 'other_credit') THEN i.gross - COALESCE(
           (SELECT SUM(a.amount) FROM allocation a WHERE a.credit_id = i.id AND a.effective_on <= :day), 0)
       ELSE 0 END,
       (SELECT x.amount FROM dispute p LEFT JOIN dispute_detail x ON x.dispute_id = p.id
        WHERE p.invoice_id = i.id AND p.closed_on IS NULL ORDER BY x.amount IS NOT NULL LIMIT 1)
FROM invoice i JOIN client c ON c.id = i.client_id WHERE i.id IN ({ids})
"""

# The ids come as one JSON text: a selection of 100,000 rows is one parameter.
_INVOICE_TOTALS = """
SELECT SUM(CASE WHEN i.kind IN ('credit_note', 'other_credit') THEN -i.gross ELSE i.gross END),
       SUM(CASE WHEN i.kind IN ('credit_note', 'other_credit') THEN COALESCE(
               (SELECT SUM(a.amount) FROM allocation a
                WHERE a.credit_id = i.id AND a.effective_on <= :day), 0) - i.gross
           ELSE (SELECT COALESCE(SUM(d.amount), 0) FROM due_item d WHERE d.invoice_id = i.id)
               - COALESCE((SELECT SUM(a.amount) FROM due_item d JOIN allocation a ON a.due_item_id = d.id
                           WHERE d.invoice_id = i.id AND a.effective_on <= :day), 0)
           END)
FROM invoice i WHERE i.id IN (SELECT value FROM json_each(:ids))
"""

_CLIENT_OUTSTANDING = f"""
SELECT SUM(d.amount - {_PAID}) FROM invoice i JOIN due_item d ON d.invoice_id = i.id
WHERE i.issue_date <= :day AND i.client_id IN (SELECT value FROM json_each(:ids))
"""  # noqa: S608 - constants only

_CLIENT_PAGE = """
SELECT c.id, c.code, c.name, c.nature, c.city, b.outstanding, b.overdue, b.oldest_due,
       EXISTS (SELECT 1 FROM invoice i JOIN dispute p ON p.invoice_id = i.id
               WHERE i.client_id = c.id AND p.closed_on IS NULL),
       EXISTS (SELECT 1 FROM promise p WHERE p.client_id = c.id AND p.withdrawn_on IS NULL
               AND p.promised_on >= :day),
       EXISTS (SELECT 1 FROM pause p WHERE p.client_id = c.id AND p.lifted_on IS NULL AND p.until >= :day),
       c.insolvency_judgment IS NOT NULL, COALESCE(r.cared, 0), r.no_delivery_since IS NOT NULL
FROM client c LEFT JOIN b ON b.client_id = c.id LEFT JOIN client_relation r ON r.client_id = c.id
WHERE c.id IN ({ids})
"""


def _invoice_line(row: Any) -> InvoiceLine:
    return InvoiceLine(
        id=row[0],
        client_id=row[1],
        client_name=row[2],
        kind=row[3],
        number=row[4],
        label=row[5],
        issue_date=date.fromisoformat(row[6]),
        due_date=_day(row[7]),
        estimated=bool(row[8]),
        gross=row[9],
        outstanding=row[10] or 0,
        to_confirm=bool(row[11]),
        disputed=bool(row[12]),
        promised_until=_day(row[13]),
        paused_until=_day(row[14]),
        insolvency=bool(row[15]),
        has_pdf=bool(row[16]),
        credit_left=row[17] or 0,
        disputed_amount=row[18],
    )


def _client_line(row: Any) -> ClientLine:
    return ClientLine(
        id=row[0],
        code=row[1],
        name=row[2],
        nature=row[3],
        city=row[4],
        outstanding=row[5] or 0,
        overdue=row[6] or 0,
        oldest_due=_day(row[7]),
        disputed=bool(row[8]),
        promised=bool(row[9]),
        paused=bool(row[10]),
        insolvency=bool(row[11]),
        cared=bool(row[12]),
        no_delivery=bool(row[13]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
