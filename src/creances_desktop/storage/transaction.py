"""What a service holds during one action: the repositories of an open transaction."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from creances_desktop.storage.attachments import Attachments
from creances_desktop.storage.balance import BalanceQueries
from creances_desktop.storage.base import Clock, utc_now
from creances_desktop.storage.blobs import Blobs
from creances_desktop.storage.bulk import Bulk
from creances_desktop.storage.calendar import Calendar
from creances_desktop.storage.calendar_series import CalendarSeries
from creances_desktop.storage.claim_inputs import ClaimInputs
from creances_desktop.storage.client_merges import ClientMerges
from creances_desktop.storage.clients import Clients
from creances_desktop.storage.company import CompanyProfile
from creances_desktop.storage.complements import Complements
from creances_desktop.storage.contact_attempts import ContactAttempts
from creances_desktop.storage.disputes import Disputes
from creances_desktop.storage.exports import Exports
from creances_desktop.storage.followups import Followups
from creances_desktop.storage.imports import Imports
from creances_desktop.storage.instalment_plans import InstalmentPlans
from creances_desktop.storage.invoices import Invoices
from creances_desktop.storage.journal import Journal
from creances_desktop.storage.law import LawRecords
from creances_desktop.storage.letter_events import LetterEvents
from creances_desktop.storage.letter_templates import LetterTemplates
from creances_desktop.storage.letters import Letters
from creances_desktop.storage.lists import Lists
from creances_desktop.storage.morning_session import MorningSessions
from creances_desktop.storage.payments import Payments
from creances_desktop.storage.personal_data import PersonalData
from creances_desktop.storage.promises import Promises
from creances_desktop.storage.recorder import DO, StepKind
from creances_desktop.storage.relations import Relations
from creances_desktop.storage.sendings import Sendings
from creances_desktop.storage.settings import Settings
from creances_desktop.storage.steps import Steps
from creances_desktop.storage.undo import Undo


class Transaction:
    """The repositories, all on one connection. Never stored, never used after its block."""

    def __init__(self, connection: Connection, clock: Clock = utc_now) -> None:
        self._connection = connection
        self._clock = clock
        self.step: StepKind = DO
        """What the transaction is for; only undoing and redoing change it."""

    @cached_property
    def company(self) -> CompanyProfile:
        """The creditor."""
        return CompanyProfile(self._connection)

    @cached_property
    def clients(self) -> Clients:
        """Clients and their contacts."""
        return Clients(self._connection)

    @cached_property
    def invoices(self) -> Invoices:
        """Invoices, credit notes and their due items, and the facts about them (dispute, promise, pause)."""
        return Invoices(self._connection)

    @cached_property
    def relations(self) -> Relations:
        """The relation with each client, and what his rhythm is learned from."""
        return Relations(self._connection)

    @cached_property
    def series(self) -> CalendarSeries:
        """What comes back in the calendar."""
        return CalendarSeries(self._connection)

    @cached_property
    def disputes(self) -> Disputes:
        """Disputes with their details, and what of each invoice they are about."""
        return Disputes(self._connection)

    @cached_property
    def client_merges(self) -> ClientMerges:
        """Clients that were joined to another."""
        return ClientMerges(self._connection)

    @cached_property
    def payments(self) -> Payments:
        """Payments and allocations."""
        return Payments(self._connection)

    @cached_property
    def balance(self) -> BalanceQueries:
        """Open items and balances as of a day."""
        return BalanceQueries(self._connection)

    @cached_property
    def followups(self) -> Followups:
        """Plans and steps done."""
        return Followups(self._connection)

    @cached_property
    def letters(self) -> Letters:
        """Letters issued."""
        return Letters(self._connection, self._clock)

    @cached_property
    def letter_templates(self) -> LetterTemplates:
        """The user's own texts of letters, and drafts."""
        return LetterTemplates(self._connection, self._clock)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar."""
        return Calendar(self._connection)

    @cached_property
    def contact_attempts(self) -> ContactAttempts:
        """Contacts that were tried."""
        return ContactAttempts(self._connection)

    @cached_property
    def promises(self) -> Promises:
        """Promises, and the money that stands to keep them."""
        return Promises(self._connection)

    @cached_property
    def instalment_plans(self) -> InstalmentPlans:
        """Instalment plans granted to clients."""
        return InstalmentPlans(self._connection)

    @cached_property
    def morning_sessions(self) -> MorningSessions:
        """Morning sessions."""
        return MorningSessions(self._connection)

    @cached_property
    def journal(self) -> Journal:
        """What was done."""
        return Journal(self._connection, self._clock)

    @cached_property
    def settings(self) -> Settings:
        """Settings of the dossier."""
        return Settings(self._connection)

    @cached_property
    def law(self) -> LawRecords:
        """Rates of the user, judgments, costs, claims of charges, events of limitation."""
        return LawRecords(self._connection)

    @cached_property
    def claim_inputs(self) -> ClaimInputs:
        """What interest is computed from, for many invoices at once."""
        return ClaimInputs(self._connection)

    @cached_property
    def personal_data(self) -> PersonalData:
        """All that is known of one client, to be read or erased."""
        return PersonalData(self._connection)

    @cached_property
    def blobs(self) -> Blobs:
        """Files kept in the dossier."""
        return Blobs(self._connection)

    @cached_property
    def attachments(self) -> Attachments:
        """Files attached to clients, invoices and letters."""
        return Attachments(self._connection)

    @cached_property
    def sendings(self) -> Sendings:
        """The log of the sendings of invoices."""
        return Sendings(self._connection)

    @cached_property
    def letter_events(self) -> LetterEvents:
        """What happened to letters once drawn."""
        return LetterEvents(self._connection)

    @cached_property
    def lists(self) -> Lists:
        """Ids and pages for the long lists of the window."""
        return Lists(self._connection)

    @cached_property
    def exports(self) -> Exports:
        """Whole tables, for an export."""
        return Exports(self._connection)

    @cached_property
    def complements(self) -> Complements:
        """What an export of the program puts right after its lists were imported."""
        return Complements(self._connection)

    @cached_property
    def bulk(self) -> Bulk:
        """Many rows at once, for imports and checks."""
        return Bulk(self._connection)

    @cached_property
    def imports(self) -> Imports:
        """What an import compares its rows with."""
        return Imports(self._connection)

    @cached_property
    def steps(self) -> Steps:
        """What can be undone, and the undoing of it."""
        return Steps(self._connection)

    @cached_property
    def undo(self) -> Undo:
        """The rows that reverse an import."""
        return Undo(self._connection)
