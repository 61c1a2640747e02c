"""Clients and their contacts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from creances_desktop.domain.clients import Address, Channel, Client, ClientDraft, Contact, Nature
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.text import fold
from creances_desktop.storage.tables import ClientRow, ContactRow
from creances_desktop.storage.tables_letters import ClientToneRow


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What a follow-up must know of a client, and nothing more: everybody's are read every morning."""

    id: int
    code: str
    name: str
    nature: Nature
    plan_id: int | None
    has_address: bool
    insolvency_judgment: date | None
    tone: Tone | None = None


_FACTS = """
SELECT id, code, name, nature, plan_id, TRIM(city) <> '' AND (TRIM(street) <> '' OR TRIM(zip) <> ''),
       insolvency_judgment, tone
FROM client LEFT JOIN client_tone ON client_id = id {condition} ORDER BY code
"""
_PLAIN = (
    "code",
    "name",
    "siren",
    "vat_number",
    "phone",
    "email",
    "terms",
    "terms_days",
    "contract_rate_percent",
    "clause_without_notice",
    "trade",
    "public_body_kind",
    "plan_id",
    "notes",
    "insolvency_judgment",
)


def client_values(draft: ClientDraft) -> dict[str, Any]:
    """The columns of a client's row, the folded search text included."""
    values: dict[str, Any] = {name: getattr(draft, name) for name in _PLAIN}
    values |= asdict(draft.address)
    values |= {"nature": draft.nature.value, "preferred_channel": draft.preferred_channel.value}
    values |= {"tags": "\n".join(draft.tags), "folded": searchable(draft)}
    return values


def searchable(draft: ClientDraft) -> str:
    """What a search for a client looks into, folded; the name comes first, so that it also sorts."""
    return client_folded(draft.name, draft.code, draft.siren, draft.address.city, draft.email)


def client_folded(name: str, code: str, siren: str, city: str, email: str) -> str:
    """The same from its parts."""
    return fold(f"{name} {code} {siren} {city} {email}")


class Clients:
    """The clients of the dossier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, draft: ClientDraft, *, action_id: int | None = None) -> int:
        """Stores a new client with his contacts and returns his id."""
        result = self._connection.execute(
            insert(ClientRow).values(action_id=action_id, **client_values(draft))
        )
        client_id = int(result.inserted_primary_key[0])  # type: ignore[index]
        self._add_contacts(client_id, draft.contacts)
        self.set_tone(client_id, draft.tone)
        return client_id

    def update(self, client_id: int, draft: ClientDraft) -> None:
        """Replaces a client's data and his contacts."""
        self._connection.execute(
            update(ClientRow).where(ClientRow.id == client_id).values(**client_values(draft))
        )
        self._connection.execute(delete(ContactRow).where(ContactRow.client_id == client_id))
        self._add_contacts(client_id, draft.contacts)
        self.set_tone(client_id, draft.tone)

    def set_tone(self, client_id: int, tone: Tone | None) -> None:
        """Gives a client the tone of his letters; None: that of the steps."""
        self._connection.execute(delete(ClientToneRow).where(ClientToneRow.client_id == client_id))
        if tone is not None:
            self._connection.execute(insert(ClientToneRow).values(client_id=client_id, tone=tone.value))

    def fold_again(self, client_id: int) -> None:
        """Renews the search text of a client whose columns were written one by one."""
        folded = searchable(self.get(client_id))
        self._connection.execute(update(ClientRow).where(ClientRow.id == client_id).values(folded=folded))

    def set_archived(self, client_ids: Iterable[int], archived: bool) -> None:
        """Hides clients from the lists, or shows them again."""
        rows = [{"row_id": client_id, "flag": archived} for client_id in client_ids]
        if rows:
            self._connection.exec_driver_sql("UPDATE client SET archived = :flag WHERE id = :row_id", rows)

    def get(self, client_id: int) -> Client:
        """One client with his contacts; KeyError if he is not there."""
        row = self._connection.execute(_rows().where(ClientRow.id == client_id)).first()
        if row is None:
            raise KeyError(client_id)
        return _client(row, self.contacts(client_id))

    def find(self, code: str) -> Client | None:
        """The client with that code, or None."""
        row = self._connection.execute(_rows().where(ClientRow.code == code)).first()
        return None if row is None else _client(row, self.contacts(row.id))

    def all(self, *, archived: bool = False) -> list[Client]:
        """Every client by code, without contacts; archived ones on demand."""
        query = _rows().order_by(ClientRow.code)
        if not archived:
            query = query.where(ClientRow.archived.is_(False))
        return [_client(row, ()) for row in self._connection.execute(query)]

    def facts(self, client_ids: Collection[int]) -> list[AccountFacts]:
        """What a follow-up must know of these clients, by code."""
        # A long list of ids costs more than everybody.
        listed = f"WHERE id IN ({','.join(map(str, client_ids)) or 'NULL'})" if len(client_ids) < 500 else ""
        natures = {nature.value: nature for nature in Nature}
        return [
            AccountFacts(
                client_id,
                code,
                name,
                natures[nature],
                plan_id,
                bool(has_address),
                date.fromisoformat(judgment) if judgment else None,
                Tone(tone) if tone else None,
            )
            for client_id, code, name, nature, plan_id, has_address, judgment, tone in (
                self._connection.exec_driver_sql(_FACTS.format(condition=listed))
            )
        ]

    def insolvent(self, day: date) -> set[int]:
        """The clients whose insolvency was opened by the end of a day."""
        rows = self._connection.exec_driver_sql(
            "SELECT id FROM client WHERE insolvency_judgment <= :day", {"day": day.isoformat()}
        )
        return {row[0] for row in rows}

    def names(self) -> dict[int, tuple[str, str]]:
        """Code and name of every client, archived or not, by id."""
        rows = self._connection.exec_driver_sql("SELECT id, code, name FROM client")
        return {client_id: (code, name) for client_id, code, name in rows}

    def kinds(self) -> dict[int, tuple[Nature, str]]:
        """Nature and trade of every client by id: what decides a limitation period."""
        rows = self._connection.exec_driver_sql("SELECT id, nature, trade FROM client")
        natures = {nature.value: nature for nature in Nature}
        return {client_id: (natures[nature], trade) for client_id, nature, trade in rows}

    def contacts(self, client_id: int) -> tuple[Contact, ...]:
        """The people at a client's, the preferred one first."""
        rows = self._connection.execute(
            select(ContactRow)
            .with_only_columns(
                ContactRow.id,
                ContactRow.name,
                ContactRow.role,
                ContactRow.phone,
                ContactRow.email,
                ContactRow.preferred,
            )
            .where(ContactRow.client_id == client_id)
            .order_by(ContactRow.preferred.desc(), ContactRow.id)
        )
        return tuple(Contact(**row._asdict()) for row in rows)

    def all_contacts(self) -> list[tuple[int, Contact]]:
        """Every contact with its client's id, in the order they were entered."""
        rows = self._connection.execute(select(ContactRow.__table__).order_by(ContactRow.id))
        return [
            (row.client_id, Contact(row.id, row.name, row.role, row.phone, row.email, bool(row.preferred)))
            for row in rows
        ]

    def _add_contacts(self, client_id: int, contacts: Iterable[Contact]) -> None:
        rows = [
            {name: value for name, value in asdict(contact).items() if name != "id"}
            | {"client_id": client_id}
            for contact in contacts
        ]
        if rows:
            self._connection.execute(insert(ContactRow), rows)


def _rows() -> Any:
    """Every column of a client, with the tone of his letters."""
    joined = ClientToneRow.client_id == ClientRow.id
    return select(ClientRow.__table__, ClientToneRow.tone).outerjoin(ClientToneRow, joined)


def _client(row: Any, contacts: tuple[Contact, ...]) -> Client:
    return Client(
        **(
            {name: getattr(row, name) for name in _PLAIN}
            | {"clause_without_notice": bool(row.clause_without_notice)}
        ),
        id=row.id,
        nature=Nature(row.nature),
        address=Address(row.street, row.zip, row.city, row.country),
        preferred_channel=Channel(row.preferred_channel),
        tags=tuple(tag for tag in row.tags.split("\n") if tag),
        contacts=contacts,
        tone=Tone(row.tone) if row.tone else None,
        archived=bool(row.archived),
    )
