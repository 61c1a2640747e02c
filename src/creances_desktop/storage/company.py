"""The creditor's profile."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from creances_desktop.domain.company import Company
from creances_desktop.storage.tables import CompanyRow

_NAMES = tuple(field.name for field in fields(Company))


class CompanyProfile:
    """Reads and writes the one company of the dossier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self) -> Company:
        """The company; an empty name in a dossier that was just created."""
        columns = [getattr(CompanyRow, name) for name in _NAMES]
        row = self._connection.execute(select(*columns)).first()
        return Company("") if row is None else Company(**row._asdict())

    def save(self, company: Company) -> None:
        """Replaces the profile."""
        values = asdict(company)
        statement = insert(CompanyRow).values(id=1, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
