"""Which limitation period applies: the shipped table, the user's own rows, what a client's contract fixes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache

from creances_desktop.domain.ceilings import Trade
from creances_desktop.domain.clients import Client, Nature
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.limitation_periods import (
    NOT_BY_CONTRACT,
    Period,
    PeriodRow,
    Periods,
    Unit,
    contractual,
    length_text,
    parse_periods,
    periods,
    usual_period,
)
from creances_desktop.domain.rates import Certainty
from creances_desktop.domain.text import short_date
from creances_desktop.paths import resource
from creances_desktop.services.changes import Changes, Subject, changed
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

ROWS = "limitation_rows"
NOT_OF_A_DEBT = frozenset({Period.JUDGMENT, Period.LONG_STOP, Period.AFTER_SUSPENSION})
"""The periods that no choice about a client can give to all his debts."""


@dataclass(frozen=True, slots=True)
class ClientPeriod:
    """What the user said of a client's debts: a period of the table, or years that his contract fixes.

    `period` None means the usual one; `years` None means that of the law.
    """

    period: Period | None = None
    years: int | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The table with the user's rows, and what he said of his clients."""

    table: Periods
    clients: Mapping[int, ClientPeriod]

    def period(self, client_id: int, nature: Nature, trade: str) -> Period:
        """The period of a client's debts: the user's choice, else that of his trade, else of his nature."""
        chosen = self.clients.get(client_id)
        if chosen is not None and chosen.period is not None:
            return chosen.period
        return Period.TRANSPORT if trade == Trade.TRANSPORT.value else usual_period(nature)

    def row(self, client_id: int, period: Period, start: date) -> PeriodRow:
        """The row that applies to a debt of a client whose period runs from `start`.

        What a contract fixes counts only where it may: the client may have become a consumer since.
        """
        row = self.table.on(period, start)
        chosen = self.clients.get(client_id)
        if chosen is None or chosen.years is None or period in NOT_BY_CONTRACT:
            return row
        return contractual(row, chosen.years, chosen.clause)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of the table; `own` when the user entered it."""

    row: PeriodRow
    own: bool


@cache
def shipped() -> tuple[PeriodRow, ...]:
    """The rows that the program ships."""
    return parse_periods(resource("law/limitation.csv").read_text(encoding="utf-8"))


def rules(t: Transaction) -> Rules:
    """The rules of the dossier."""
    clients = {
        client_id: ClientPeriod(Period(period) if period else None, years, clause)
        for client_id, (period, years, clause) in t.law.client_periods().items()
    }
    return Rules(periods([*shipped(), *_own(t)]), clients)


def rows(store: Store) -> list[ListedRow]:
    """The table as the user sees it: shipped rows and his own, by period and day."""
    with store.reading() as r:
        own = _own(r)
    listed = [ListedRow(row, False) for row in shipped()] + [ListedRow(row, True) for row in own]
    order = list(Period)
    return sorted(listed, key=lambda one: (order.index(one.row.period), one.row.in_force_since, one.own))


def save_row(store: Store, row: PeriodRow) -> Changes:
    """Enters a row of the user's own, in place of an earlier one of the same period and day.

    Raises InvalidValue for a length that is no length, or without a source.
    """
    if not 1 <= row.length <= 40:
        raise InvalidValue("length", "Une durée de prescription est comprise entre 1 et 40.")
    if not row.source.strip():
        raise InvalidValue("source", "Indiquez d’où vient cette durée\u00a0: un texte, une page, un conseil.")
    text = f"Prescription «\u00a0{row.period.label}\u00a0» modifiée"
    with store.transaction() as t:
        kept = [one for one in _own(t) if _key(one) != _key(row)]
        return _save(t, [*kept, row], text)


def remove_row(store: Store, period: Period, in_force_since: date) -> Changes:
    """Takes a row of the user's own away. Raises DomainError where there is none."""
    with store.transaction() as t:
        own = _own(t)
        kept = [one for one in own if _key(one) != (period, in_force_since)]
        if len(kept) == len(own):
            raise DomainError(
                "Cette durée n’est pas une des vôtres\u00a0: elle est livrée avec le programme."
            )
        return _save(t, kept, f"Prescription «\u00a0{period.label}\u00a0»\u00a0: durée livrée reprise")


def client_period(store: Store, client_id: int) -> ClientPeriod:
    """What the user said of a client's debts."""
    with store.reading() as r:
        return rules(r).clients.get(client_id, ClientPeriod())


def save_client_period(store: Store, client_id: int, chosen: ClientPeriod) -> Changes:
    """Keeps what the user says of a client's debts; ClientPeriod() goes back to the law.

    Raises InvalidValue where no contract may change the period, for years that are not 1 to 10, and for
    years without the clause.
    """
    with store.transaction() as t:
        client = t.clients.get(client_id)
        known = rules(t)
        if chosen.years is not None and not chosen.clause.strip():
            raise InvalidValue("clause", "Indiquez la clause du contrat qui fixe ce délai.")
        _chosen_row(known, client, chosen, date.max)
        before = known.clients.get(client_id)
        kept = None if chosen == ClientPeriod() else chosen
        text = f"Délai de prescription de {client.name} modifié"
        entry = t.journal.append(
            "limitation_period_chosen",
            text,
            client_id=client_id,
            before=before and asdict(before),
            after=kept and asdict(kept),
        )
        keep_client_period(t, client_id, kept, entry)
    return changed(Subject.CLIENTS, Subject.CALENDAR, message=f"{text}.", entry_id=entry)


def told(store: Store, client_id: int, day: date, chosen: ClientPeriod | None = None) -> str:
    """What applies to a debt of a client due on `day`, in French; `chosen` in place of what is kept.

    Raises InvalidValue where no contract may change the period, or for years that are not 1 to 10.
    """
    with store.reading() as r:
        client, known = r.clients.get(client_id), rules(r)
    if chosen is None:
        row = known.row(client_id, known.period(client_id, client.nature, client.trade), day)
    else:
        row = _chosen_row(known, client, chosen, day)
    article = row.article.replace(" ;", "\u00a0;")
    source = f" ({row.source})" if row.article.startswith("C. civ., art. 2254") and row.source else ""
    return (
        f"{row.period.label}\u00a0: {length_text(row)}, {article}{source}. Une facture à échéance du "
        f"{short_date(day)} se prescrit le {short_date(row.last_useful_day(day))} au soir."
    )


def _chosen_row(known: Rules, client: Client, chosen: ClientPeriod, day: date) -> PeriodRow:
    """The row that a choice gives to a client's debts from a day; InvalidValue where it cannot."""
    if chosen.period in NOT_OF_A_DEBT:
        raise InvalidValue("period", "Ce n’est pas un délai de prescription d’une créance.")
    with_choice = replace(known, clients={client.id: chosen})
    period = with_choice.period(client.id, client.nature, client.trade)
    if chosen.years is not None:
        contractual(known.table.on(period, day), chosen.years, chosen.clause)
    return with_choice.row(client.id, period, day)


def keep_client_period(t: Transaction, client_id: int, chosen: ClientPeriod | None, entry: int) -> None:
    """Stores what was said of a client's debts within an action under way; None: nothing."""
    values = None
    if chosen is not None:
        values = (chosen.period.value if chosen.period else None, chosen.years, chosen.clause.strip())
    t.law.save_client_period(client_id, values, action_id=entry)


def _key(row: PeriodRow) -> tuple[Period, date]:
    return row.period, row.in_force_since


def _own(t: Transaction) -> list[PeriodRow]:
    return [
        PeriodRow(
            period=Period(one["period"]),
            in_force_since=date.fromisoformat(one["in_force_since"]),
            length=one["length"],
            unit=Unit(one["unit"]),
            article=one["article"],
            source=one["source"],
            certainty=Certainty(one["certainty"]),
            note=one["note"],
        )
        for one in t.settings.get(ROWS, [])
    ]


def _save(t: Transaction, own: list[PeriodRow], text: str) -> Changes:
    before = t.settings.get(ROWS, [])
    after = [asdict(row) | {"in_force_since": row.in_force_since.isoformat()} for row in own]
    t.settings.set(ROWS, after)
    entry = t.journal.append("limitation_table_changed", text, before=before, after=after)
    return changed(Subject.SETTINGS, Subject.CALENDAR, message=f"{text}.", entry_id=entry)
