"""The creditor's profile."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.domain.company import Company
from creances_desktop.storage.tables import CompanyRow
from creances_desktop.storage.tables_letters import CompanyPaperRow

_ON_PAPER = ("footer", "payment_link")
_NAMES = tuple(field.name for field in fields(Company) if field.name not in _ON_PAPER)


class CompanyProfile:
    """Reads and writes the one company of the dossier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self) -> Company:
        """The company; an empty name in a dossier that was just created."""
        columns = [getattr(CompanyRow, name) for name in _NAMES]
        row = self._connection.execute(select(*columns)).first()
        paper = self._connection.execute(
            select(*(getattr(CompanyPaperRow, name) for name in _ON_PAPER))
        ).first()
        said = {} if paper is None else paper._asdict()
        return Company("", **said) if row is None else Company(**row._asdict(), **said)

    def save(self, company: Company) -> None:
        """Replaces the profile."""
        values = asdict(company)
        paper = {name: values.pop(name) for name in _ON_PAPER}
        for table, row in ((CompanyRow, values), (CompanyPaperRow, paper)):
            statement = insert(table).values(id=1, **row)
            self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
