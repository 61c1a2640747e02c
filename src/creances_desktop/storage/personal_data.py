"""All that the dossier knows of one client: read for him, or erased.

What belongs to a client is found by following the keys from his row: a new table is taken in by being
declared. What of it is personal is said column by column in `ERASED`; a test fails for a text column that is
neither there nor in `KEPT`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table

from creances_desktop.storage import recorder
from creances_desktop.storage.base import Base

EMPTY: Any = ""
NOTHING: Any = None

ERASED: Mapping[str, Mapping[str, Any]] = {
    "attachment": {"label": EMPTY, "file_name": "effacé"},
    "calendar_entry": {"title": "Effacé", "note": EMPTY},
    "calendar_series": {"title": "Effacé", "note": EMPTY},
    "charge_claim": {"reason": EMPTY},
    "client": {
        **dict.fromkeys(("siren", "vat_number", "street", "zip", "city", "country"), EMPTY),
        **dict.fromkeys(("phone", "email", "notes", "tags"), EMPTY),
        "name": "Client effacé",
        "folded": "client efface",
    },
    "client_limitation": {"clause": EMPTY},
    "client_relation": {"no_delivery_reason": EMPTY, "lesson": EMPTY},
    "contact": dict.fromkeys(("name", "role", "phone", "email"), EMPTY),
    "contact_attempt": dict.fromkeys(("point", "person", "note"), EMPTY),
    "dispute": {"reason": EMPTY},
    "dispute_detail": dict.fromkeys(("claim", "answered_by", "outcome_note"), EMPTY),
    "instalment_plan": {"reason": EMPTY},
    "invoice": {"label": EMPTY, "order_reference": EMPTY, "folded": EMPTY, "import_key": NOTHING},
    "invoice_sending": {"recipient": EMPTY, "note": EMPTY},
    "letter": {"folded": "client efface", "content": "{}", "file_name": EMPTY, "void_reason": EMPTY},
    "letter_draft": dict.fromkeys(("subject", "opening", "closing", "base"), EMPTY),
    "letter_event": {"recipient": EMPTY, "text": EMPTY},
    "limitation_event": {"proof": EMPTY},
    "morning_item": {"said": EMPTY},
    "pause": {"reason": EMPTY},
    "payment": {"reference": EMPTY, "label": EMPTY, "import_key": NOTHING},
    "promise": {"note": EMPTY},
    "promise_detail": {"person": EMPTY},
    "proven_cost": {"label": EMPTY},
    "registered_number": {"number": EMPTY},
}
"""Table → column → what stands there afterwards. The code of a client becomes `EFFACE-` and his number."""

KEPT: Mapping[str, frozenset[str]] = {
    "attachment": frozenset({"kind"}),
    "calendar_entry": frozenset({"kind", "outcome", "origin"}),
    "calendar_series": frozenset({"kind", "unit"}),
    "capitalisation": frozenset({"ground"}),
    "charge_claim": frozenset({"status"}),
    "client": frozenset(
        {"code", "nature", "preferred_channel", "terms", "contract_rate_percent", "trade", "public_body_kind"}
    ),
    "client_limitation": frozenset({"period"}),
    "client_relation": frozenset({"waits"}),
    "client_tone": frozenset({"tone"}),
    "contact_attempt": frozenset({"channel", "outcome", "reason"}),
    "dispute_detail": frozenset({"category", "outcome"}),
    "followup": frozenset({"step", "channel"}),
    "instalment_plan": frozenset({"charges", "ended_as"}),
    "instalment_plan_part": frozenset({"settled"}),
    "invoice": frozenset({"kind", "number", "terms", "early_payment"}),
    "invoice_sending": frozenset({"channel"}),
    "letter": frozenset({"reference", "step", "channel", "template", "status", "delivered_at"}),
    "letter_draft": frozenset({"step"}),
    "letter_event": frozenset({"kind"}),
    "limitation_event": frozenset({"kind"}),
    "morning_item": frozenset({"kind", "state"}),
    "payment": frozenset({"mode"}),
    "promise_detail": frozenset({"channel", "settled"}),
}
"""Table → columns that say nothing of a person: words of a list, numbers of the accounts, moments."""

_OWNED = """
CREATE TEMP TABLE IF NOT EXISTS personal_row (
    tab TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (tab, id))
"""
_LAST_DAYS = {
    "accounting": (("invoice", "issue_date"), ("payment", "bank_date")),
    "correspondence": (
        ("letter", "issued_on"),
        ("contact_attempt", "day"),
        ("promise", "made_on"),
        ("instalment_plan", "proposed_on"),
        ("dispute", "opened_on"),
        ("attachment", "day"),
        ("invoice_sending", "day"),
        ("letter_event", "day"),
    ),
}


class PersonalData:
    """What belongs to a client; `collect` finds it, the other methods work on what was found last."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def collect(self, client_id: int) -> None:
        """Finds every row of the client, and of the cards that were joined to his."""
        run = self._connection.exec_driver_sql
        run(_OWNED)
        run("DELETE FROM temp.personal_row")
        run(
            """INSERT INTO temp.personal_row
               WITH RECURSIVE card(id) AS (
                   VALUES (:client)
                   UNION SELECT m.gone_id FROM client_merge m JOIN card ON card.id = m.kept_id)
               SELECT 'client', id FROM card""",
            {"client": client_id},
        )
        for table in owned_tables():
            for parent, column in _parents(table):
                run(
                    f"""INSERT OR IGNORE INTO temp.personal_row
                        SELECT :name, t.rowid FROM "{table.name}" t
                        JOIN temp.personal_row p ON p.tab = :parent AND p.id = t."{column}" """,  # noqa: S608
                    {"name": table.name, "parent": parent},
                )

    def rows(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """(table, its rows as plain values) of the tables that hold something of the client."""
        for table in (Base.metadata.tables["client"], *owned_tables()):
            found = self._connection.exec_driver_sql(
                f'SELECT * FROM "{table.name}" WHERE {_mine(table)} ORDER BY rowid',  # noqa: S608
                {"tab": table.name},
            )
            rows = [dict(row) for row in found.mappings()]
            if rows:
                yield table.name, rows

    def last_days(self) -> dict[str, date | None]:
        """The last day of the accounts and of the correspondence; None where there is nothing."""
        found: dict[str, date | None] = {}
        for kind, places in _LAST_DAYS.items():
            days = [
                self._connection.exec_driver_sql(
                    f'SELECT MAX("{column}") FROM "{name}" WHERE {_mine(Base.metadata.tables[name])}',  # noqa: S608
                    {"tab": name},
                ).scalar()
                for name, column in places
            ]
            found[kind] = max((date.fromisoformat(day) for day in days if day), default=None)
        return found

    def unfinished(self, day: date) -> tuple[int, int, int]:
        """How many of the client's letters have not left, disputes are open, calendar entries wait."""
        queries = (
            ("letter", "status IN ('reserved', 'to_print')"),
            ("dispute", "closed_on IS NULL OR closed_on > :day"),
            ("calendar_entry", "done_on IS NULL"),
        )
        counts = [
            self._connection.exec_driver_sql(
                f"SELECT COUNT(*) FROM {name} WHERE ({condition}) AND {_mine_named(name)}",  # noqa: S608
                {"day": day.isoformat()},
            ).scalar_one()
            for name, condition in queries
        ]
        return counts[0], counts[1], counts[2]

    def files(self) -> list[tuple[str, str]]:
        """(name to give it, digest) of every file of the client that was not erased."""
        queries = (
            ("letter", "t.reference || '.pdf'", "pdf_sha256"),
            ("invoice", "t.number || '.pdf'", "pdf_sha256"),
            ("attachment", "t.file_name", "sha256"),
        )
        found = []
        for name, words, column in queries:
            query = f"""SELECT {words}, t.{column} FROM {name} t
                JOIN temp.personal_row p ON p.tab = :tab AND p.id = t.rowid
                WHERE t.{column} IS NOT NULL
                  AND t.{column} NOT IN (SELECT sha256 FROM erased_blob) ORDER BY t.rowid"""  # noqa: S608
            rows = self._connection.exec_driver_sql(query, {"tab": name})
            found += [(str(row[0]), str(row[1])) for row in rows]
        return found

    def words(self) -> list[str]:
        """What names the client: his names, codes, numbers and addresses of four signs or more."""
        found: set[str] = set()
        for name, columns in (
            ("client", ("name", "code", "siren", "vat_number", "street", "phone", "email")),
            ("contact", ("name", "phone", "email")),
        ):
            query = f'SELECT {", ".join(columns)} FROM "{name}" WHERE {_mine(Base.metadata.tables[name])}'  # noqa: S608
            for row in self._connection.exec_driver_sql(query, {"tab": name}):
                found |= {str(value) for value in row if value and len(str(value)) >= 4}
        return sorted(found)

    def entries(self, words: Iterable[str]) -> list[int]:
        """The journal entries about the client, or that name him among others."""
        owned = """client_id IN (SELECT id FROM temp.personal_row WHERE tab = 'client')
            OR invoice_id IN (SELECT id FROM temp.personal_row WHERE tab = 'invoice')"""
        found = set(self._connection.exec_driver_sql(f"SELECT id FROM journal WHERE {owned}").scalars())  # noqa: S608
        said = "summary || char(10) || COALESCE(before, '') || char(10) || COALESCE(after, '')"
        for word in words:
            query = f"SELECT id FROM journal WHERE instr({said}, :word) > 0"  # noqa: S608
            found |= set(self._connection.exec_driver_sql(query, {"word": word}).scalars())
            query = """SELECT s.first_entry FROM journal_change c JOIN journal_step s ON s.id = c.step_id
                WHERE instr(COALESCE(c.before, '') || char(10) || COALESCE(c.after, ''), :word) > 0"""
            found |= set(self._connection.exec_driver_sql(query, {"word": word}).scalars())
        return sorted(found)

    def erase(self, client_id: int, day: date, action_id: int) -> int:
        """Erases what is personal in what was collected; amounts, days and keys stay. The files erased.

        Nothing of it is noted for undoing.
        """
        recorder.pause(self._connection)
        run = self._connection.exec_driver_sql
        run("PRAGMA secure_delete = ON")
        files = self._erase_files(day)
        for name, columns in ERASED.items():
            settings = ", ".join(f'"{column}" = :{column}' for column in columns)
            values = {"tab": name, **columns}
            run(f'UPDATE "{name}" SET {settings} WHERE {_mine(Base.metadata.tables[name])}', values)  # noqa: S608
        run(
            """UPDATE client SET code = 'EFFACE-' || id, archived = 1
               WHERE id IN (SELECT id FROM temp.personal_row WHERE tab = 'client')"""
        )
        run(
            """INSERT INTO client_erasure (client_id, erased_on, action_id)
               SELECT id, :day, :action FROM temp.personal_row WHERE tab = 'client'""",
            {"day": day.isoformat(), "action": action_id},
        )
        return files

    def erased_on(self, client_id: int) -> date | None:
        """The day on which a client was erased, None for the others."""
        found = self._connection.exec_driver_sql(
            "SELECT erased_on FROM client_erasure WHERE client_id = ?", (client_id,)
        ).scalar()
        return date.fromisoformat(found) if found else None

    def counts(self) -> tuple[int, int]:
        """How many clients and how many files were erased from this dossier."""
        run = self._connection.exec_driver_sql
        return (
            int(run("SELECT COUNT(*) FROM client_erasure").scalar_one()),
            int(run("SELECT COUNT(*) FROM erased_blob").scalar_one()),
        )

    def _erase_files(self, day: date) -> int:
        """Empties the files that nobody else's rows name."""
        places = (("letter", "pdf_sha256"), ("invoice", "pdf_sha256"), ("attachment", "sha256"))
        mine = " UNION ALL ".join(
            f"""SELECT t.{column} AS sha256, p.id IS NOT NULL AS own FROM {name} t
                LEFT JOIN temp.personal_row p ON p.tab = '{name}' AND p.id = t.rowid
                WHERE t.{column} IS NOT NULL"""  # noqa: S608
            for name, column in places
        )
        only = f"SELECT sha256 FROM ({mine}) GROUP BY sha256 HAVING MIN(own) = 1"  # noqa: S608
        run = self._connection.exec_driver_sql
        run(
            f"""INSERT INTO erased_blob (sha256, erased_on, size, media_type)
                SELECT sha256, :day, length(data), media_type FROM blob
                WHERE sha256 IN ({only}) AND sha256 NOT IN (SELECT sha256 FROM erased_blob)""",  # noqa: S608
            {"day": day.isoformat()},
        )
        gone = run(
            "UPDATE blob SET data = x'' WHERE sha256 IN (SELECT sha256 FROM erased_blob) AND length(data) > 0"
        )
        return gone.rowcount


def owned_tables() -> tuple[Table, ...]:
    """The tables whose rows can belong to a client, parents before children."""
    found: list[Table] = []
    names = {"client"}
    for table in Base.metadata.sorted_tables:
        if table.name not in _NOT_HIS and any(parent in names for parent, _ in _parents(table)):
            names.add(table.name)
            found.append(table)
    return tuple(found)


_NOT_HIS = frozenset(
    {"client", "journal", "journal_seal", "journal_step", "journal_change", "client_erasure"}
)


def _parents(table: Table) -> list[tuple[str, str]]:
    return [
        (key.column.table.name, column.name)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name not in {"journal", "plan", "blob", "morning_session", table.name}
    ]


def _mine(table: Table) -> str:
    return f'"{table.name}".rowid IN (SELECT id FROM temp.personal_row WHERE tab = :tab)'  # noqa: S608


def _mine_named(name: str) -> str:
    return f"rowid IN (SELECT id FROM temp.personal_row WHERE tab = '{name}')"  # noqa: S608
