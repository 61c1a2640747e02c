"""The lists of an export: clients, invoices and payments under the headers that imports recognise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.contract_rates import ContractBase, parse_contract_rate
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.money import Cents
from creances_desktop.domain.payments import PaymentMode
from creances_desktop.exchange.csv_out import Cell
from creances_desktop.storage.claim_inputs import charges_key, is_charges_key
from creances_desktop.storage.transaction import Transaction

PRIOR_KEY = "outstanding:"
"""What the key of an entry in place of unknown payments begins with: its number means nothing elsewhere."""

CLIENT_HEADERS = (
    *("Code", "Raison sociale", "Nature", "SIREN/SIRET", "N° TVA", "Contact", "E-mail", "Téléphone"),
    *("Adresse", "Code postal", "Ville", "Pays", "Délai de règlement (jours)", "Conditions de règlement"),
    *("Taux contractuel (%)", "Type d’acheteur public", "Jugement d’ouverture"),
)
INVOICE_HEADERS = (
    *(
        "N° facture",
        "Code client",
        "Type",
        "Date",
        "Échéance",
        "Échéance estimée",
        "Montant HT",
        "TVA",
        "Montant TTC",
        "Reste dû",
    ),
    *("Libellé", "N° de commande", "Niveau de relance", "Dernière relance", "En litige", "Promesse le"),
    *("Promesse montant", "Mise en demeure reçue le", "Livraison / prestation le", "À confirmer", "Clé"),
)
PAYMENT_HEADERS = (*("Code", "N° facture", "Code client", "Date", "Montant", "Mode", "Référence", "Libellé"),)


class Ledger:
    """Everything to export, read once; rows are those of `storage.exports`."""

    def __init__(self, r: Transaction) -> None:
        read = r.exports.rows
        self.clients = {client.id: client for client in r.clients.all(archived=True)}
        self.contacts: defaultdict[int, list[Any]] = defaultdict(list)
        for client_id, contact in r.clients.all_contacts():
            self.contacts[client_id].append(contact)
        self.plans = {plan.id: plan for plan in r.followups.plans()}
        self.default_plan = next(iter(self.plans.values()))
        self.documents = read("documents")
        self.by_id = {row.id: row for row in self.documents}
        self.items: defaultdict[int, list[Any]] = defaultdict(list)
        for row in read("due_items"):
            self.items[row.invoice_id].append(row)
        self.steps = _grouped(read("steps"), "due_item_id")
        self.disputes = _grouped(read("disputes"), "invoice_id")
        promises, pauses = read("promises"), read("pauses")
        self.promises = _grouped(promises, "invoice_id")
        self.account_promises = _grouped([one for one in promises if one.invoice_id is None], "client_id")
        self.promise_invoices = _grouped(read("promise_invoices"), "promise_id")
        self.pauses = _grouped(pauses, "invoice_id")
        self.account_pauses = _grouped([one for one in pauses if one.client_id is not None], "client_id")
        self.instalment_plans = read("instalment_plans")
        self.planned_invoices, self.planned_parts = read("planned_invoices"), read("planned_parts")
        self.calendar = read("calendar")
        self.attachments = r.attachments.all()
        self.sendings = r.sendings.all()
        self.texts = r.letter_templates.all()
        self.drafts = r.letter_templates.drafts()
        self.demands = r.letter_events.demands()
        self.relations = {row.client_id: row for row in read("relations")}
        self.series = read("series")
        self.contacts_tried, self.contact_invoices = read("contacts_tried"), read("contact_invoices")
        names = ("awards", "capitalisations", "costs", "claims", "limitation", "rates")
        self.law = {name: read(name) for name in names}
        self.kept_by_gone = r.client_merges.kept_by_gone()
        self.periods = r.law.client_periods()
        self.claimed = {row.invoice_id: row.claimed_id for row in read("charge_debits")}
        self._read_money(read("payments"), read("allocations"))
        self.document_keys = self._document_keys()

    def _read_money(self, payments: list[Any], allocations: list[Any]) -> None:
        cancelled = {row.reverses_id: row for row in payments if row.reverses_id is not None}
        dated = {row.id: row for row in payments}
        reopened = {row.payment_id for row in allocations if row.reopens}
        # A mistake that never counted: neither the entry nor its cancellation is exported.
        mistakes = {
            row_id
            for row_id, reversal in cancelled.items()
            if reversal.bank_date == dated[row_id].bank_date and reversal.id not in reopened
        }
        hidden = mistakes | {cancelled[row_id].id for row_id in mistakes}
        self.payments = [row for row in payments if row.id not in hidden]
        known = {row.id for row in self.payments}
        owners = {item.id: row.id for row in self.documents for item in self.items[row.id]}
        self.allocations: defaultdict[int, list[Any]] = defaultdict(list)
        self.invoices_of: defaultdict[int, list[int]] = defaultdict(list)
        gone = {row.reverses_id for row in allocations if row.reverses_id is not None and not row.reopens}
        for row in allocations:
            invoice_id = owners.get(row.due_item_id)
            source = row.payment_id in known if row.payment_id is not None else row.credit_id in self.by_id
            if invoice_id is None or not source:
                continue
            self.allocations[invoice_id].append(row)
            if row.payment_id is not None and row.reverses_id is None and row.id not in gone:
                numbers = self.invoices_of[row.payment_id]
                if invoice_id not in numbers:
                    numbers.append(invoice_id)
        self.payment_keys = _payment_keys(self.payments)
        self.payments.sort(key=lambda row: (row.bank_date, self.payment_keys[row.id]))

    def _document_keys(self) -> dict[int, str]:
        """A key of each document, its own when it has one that no other has."""
        used = Counter(row.import_key for row in self.documents)
        return {
            row.id: row.import_key if row.import_key and used[row.import_key] == 1 else self._own_key(row)
            for row in self.documents
        }

    def _own_key(self, row: Any) -> str:
        key = f"{self.clients[row.client_id].code}/{row.number}/{row.id}"
        return charges_key(key) if is_charges_key(row.import_key) else key


def client_rows(ledger: Ledger) -> Iterator[list[Cell]]:
    """The clients, by code."""
    for client in ledger.clients.values():
        contacts = ledger.contacts[client.id]
        contact = next((one.name for one in contacts if one.preferred), "")
        nature = "" if client.nature is Nature.UNSPECIFIED else client.nature.label
        address = client.address
        yield [
            *(client.code, client.name, nature, client.siren, client.vat_number, contact),
            *(client.email, client.phone, address.street, address.zip, address.city, address.country),
            *(client.terms_days, client.terms, _clause(client.contract_rate_percent)),
            *(client.public_body_kind, client.insolvency_judgment),
        ]


def _clause(text: str) -> str:
    """The clause as an import reads it: a decimal comma, or the words where it starts from another rate."""
    try:
        clause = parse_contract_rate(text)
    except InvalidValue:
        clause = None
    if clause is None or clause.base is ContractBase.FIXED:
        return text.replace(".", ",")
    return clause.label


def invoice_rows(ledger: Ledger) -> Iterator[list[Cell]]:
    """The documents that stand, by date."""
    used: Counter[int] = Counter()
    for parts in ledger.allocations.values():
        for part in parts:
            if part.credit_id is not None:
                used[part.credit_id] += part.amount
    for row in ledger.documents:
        kind = DocumentKind(row.kind)
        items = ledger.items[row.id]
        paid = sum(part.amount for part in ledger.allocations[row.id])
        left = row.gross - (paid if kind.is_debit else used[row.id])
        level, last = _level(ledger, row, items)
        promise = max(
            (one for one in ledger.promises[row.id] if one.withdrawn_on is None),
            key=lambda one: one.promised_on,
            default=None,
        )
        yield [
            *(row.number or ledger.document_keys[row.id], ledger.clients[row.client_id].code, kind.label),
            *(_day(row.issue_date), *_due(items)),
            *(_euros(row.net), _euros(row.vat), _euros(row.gross), _euros(left)),
            *(row.label, row.order_reference, level or None, _day(last)),
            any(one.closed_on is None for one in ledger.disputes[row.id]),
            *(_day(promise.promised_on if promise else None), _euros(promise.amount if promise else None)),
            *(_day(_demand(ledger, row)), _day(row.performance_date)),
            *(bool(row.to_confirm), ledger.document_keys[row.id]),
        ]


def _demand(ledger: Ledger, row: Any) -> Any:
    """The day on which a mise en demeure counts: typed, or proved by a letter, which is not imported."""
    proved = ledger.demands.get(row.id)
    return row.mise_en_demeure_received or (None if proved is None else proved.day.isoformat())


def payment_rows(ledger: Ledger) -> Iterator[list[Cell]]:
    """The payments, by date; one that came back is followed by a negative line."""
    numbers = Counter(row.number for row in ledger.documents)
    for row in ledger.payments:
        paid = [ledger.by_id[invoice_id].number for invoice_id in ledger.invoices_of[row.id]]
        named = all(number and numbers[number] == 1 and "," not in number for number in paid)
        yield [
            *(ledger.payment_keys[row.id], ", ".join(paid) if named else ""),
            *(ledger.clients[row.client_id].code, _day(row.bank_date), _euros(row.amount)),
            *(PaymentMode(row.mode).label, row.reference, row.label),
        ]


def _payment_keys(payments: list[Any]) -> dict[int, str]:
    """The key of each payment: that of its import, else one of its own that no other has."""
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for row in payments:
        if row.import_key and row.import_key not in taken and not row.import_key.startswith(PRIOR_KEY):
            keys[row.id] = row.import_key
            taken.add(row.import_key)
    for row in payments:
        if row.id not in keys:
            code, times = f"R{row.id:06d}", 1
            while code in taken:
                times += 1
                code = f"R{row.id:06d}-{times}"
            keys[row.id] = code
            taken.add(code)
    return keys


def _level(ledger: Ledger, row: Any, items: list[Any]) -> tuple[int, str | None]:
    """The highest written step that counted for an invoice, from 1 to 3, and the day of the last one."""
    plan = ledger.plans.get(ledger.clients[row.client_id].plan_id or 0, ledger.default_plan)
    names = [step.id for step in plan.written]
    level, last = 0, None
    for item in items:
        for step in ledger.steps[item.id]:
            if step.void or step.step not in names:
                continue
            level = max(level, min(names.index(step.step) + 1, 3))
            last = max(last or step.done_on, step.done_on)
    return level, last


def _due(items: list[Any]) -> tuple[date | None, date | None]:
    """The first due date: as a fact, or as estimated from the terms, which is not to be read back."""
    if not items:
        return None, None
    day = _day(items[0].due_date)
    return (None, day) if items[0].estimated else (day, None)


def _grouped(rows: list[Any], column: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        value = getattr(row, column)
        if value is not None:
            found[value].append(row)
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _euros(amount: Cents | None) -> Decimal | None:
    return None if amount is None else Decimal(amount) / 100
