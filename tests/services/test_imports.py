"""Lists of clients, invoices and payments: analysed, imported, imported again, changed, refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.clients import ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.imports import UnrecognisedColumns
from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.domain.progress import Cancelled
from creances_desktop.domain.settlement import Priority
from creances_desktop.services import (
    clients,
    holds,
    import_write,
    imports,
    invoices,
    payment_settings,
    payments,
)
from creances_desktop.services.assembly import create_company_file
from creances_desktop.services.import_plan import Counts, ImportPlan
from creances_desktop.services.verify import verify
from creances_desktop.storage.store import Store

TODAY = date(2026, 6, 29)
FAR = date(9999, 12, 31)
NOTHING = Counts()

CLIENTS = """Code;Raison sociale;E-mail;Ville;Délai de règlement (jours)
C1;Scierie Lefèvre;compta@lefevre.example;Lyon;45
C2;Mairie de Brest;;Brest;
"""
INVOICES = """N° facture;Code client;Date;Échéance;Montant TTC;Libellé
F1;C1;01/03/2026;31/03/2026;1200,00;Planches
F2;C1;10/04/2026;;600,00;Poutres
F3;C2;15/04/2026;15/05/2026;240,00;Banc
"""
PAYMENTS = """Code;N° facture;Date;Montant;Mode;Référence
P1;F1;05/04/2026;1200,00;Virement;VIR 77
P2;F3;20/05/2026;100,00;Chèque;
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create_company_file(tmp_path / "essai.creances", Company("Essai")) as opened:
        yield opened


class Files:
    """Writes lists and brings them in."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def analyse(self, **texts: str) -> ImportPlan:
        return imports.analyse(self.store, [self.write(f"{name}.csv", text) for name, text in texts.items()])

    def bring(self, **texts: str) -> ImportPlan:
        plan = self.analyse(**texts)
        imports.execute(self.store, plan, today=TODAY)
        return plan


@pytest.fixture
def files(tmp_path: Path, store: Store) -> Files:
    return Files(tmp_path, store)


def outstanding(store: Store, day: date = FAR) -> dict[str, int]:
    with store.reading() as r:
        return {one.number: one.outstanding for one in r.balance.open_items(day)}


def in_hand(store: Store) -> dict[str, int]:
    with store.reading() as r:
        return {r.clients.get(client).code: amount for client, amount in r.balance.credits(FAR).items()}


# --- The set and the same set again ----------------------------------------------------------------------


def test_three_files_in_any_order_are_one_set(files: Files, store: Store) -> None:
    plan = files.bring(payments=PAYMENTS, invoices=INVOICES, clients=CLIENTS)
    assert [file.format for file in plan.files] == ["payments", "invoices", "clients"], "as they were given"
    assert plan.new == Counts(2, 3, 2)
    assert plan.rejected == 0
    assert outstanding(store) == {"F2": 600_00, "F3": 140_00}
    assert in_hand(store) == {}
    with store.reading() as r:
        (client,) = [one for one in r.clients.all() if one.code == "C1"]
        assert (client.name, client.email, client.terms_days) == (
            "Scierie Lefèvre",
            "compta@lefevre.example",
            45,
        )
        assert r.lists.client_ids(TODAY, words="lefevre lyon")
        assert r.lists.invoice_ids(TODAY, words="poutres")
    assert verify(store).problems == ()


def test_nothing_is_written_before_the_user_confirms(files: Files, store: Store) -> None:
    files.analyse(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    with store.reading() as r:
        assert r.clients.all() == []
        assert len(r.journal.latest(action="import")) == 0


def test_the_same_set_again_changes_nothing(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    with store.reading() as r:
        last = r.journal.last_id()
    plan = files.bring(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    assert (plan.new, plan.changed, plan.same) == (NOTHING, NOTHING, Counts(2, 3, 2))
    with store.reading() as r:
        assert r.journal.last_id() == last, "no entry for an import that does nothing"


def test_one_import_is_one_journal_entry_that_its_rows_name(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    with store.reading() as r:
        (entry,) = r.journal.latest(action="import")
        assert len(r.invoices.of_action(entry.id)) == 3
        assert len(r.payments.of_action(entry.id)) == 2
        assert entry.after["new"] == {"clients": 2, "invoices": 3, "payments": 2}
    assert "2\u00a0clients" in entry.summary


# --- What changes ----------------------------------------------------------------------------------------


def test_changed_rows_show_the_old_value_and_a_missing_one_erases_nothing(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    plan = files.bring(
        clients="Code;Raison sociale;E-mail\nC1;Scierie Lefèvre et fils;\n",
        invoices=INVOICES.replace("15/05/2026;240", "30/05/2026;240").replace("Poutres", "Poutres de chêne"),
    )
    assert plan.changed == Counts(1, 2, 0)
    shown = {
        (row.name, one.label, one.before, one.after)
        for file in plan.files
        for row in file.changed_rows
        for one in row.fields
    }
    assert shown == {
        ("C1", "Raison sociale", "Scierie Lefèvre", "Scierie Lefèvre et fils"),
        ("F2", "Libellé", "Poutres", "Poutres de chêne"),
        ("F3", "Échéance", "15/05/2026", "30/05/2026"),
    }
    client = clients.find(store, "C1")
    assert (client.name, client.email, client.terms_days) == (
        "Scierie Lefèvre et fils",
        "compta@lefevre.example",
        45,
    )
    with store.reading() as r:
        assert {one.due_date for one in r.balance.open_items(FAR) if one.number == "F3"} == {
            date(2026, 5, 30)
        }
        assert len(r.lists.invoice_ids(TODAY, words="chene")) == 1


def test_a_gross_amount_changes_while_nothing_forbids_it(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    plan = files.bring(invoices=INVOICES.replace("600,00", "660,00").replace("240,00", "90,00"))
    assert plan.changed.invoices == 1
    (refused,) = plan.files[0].rejected
    assert (refused.line, refused.value) == (4, "F3")
    assert "imputés" in refused.reason
    assert outstanding(store) == {"F2": 660_00, "F3": 140_00}
    assert verify(store).problems == ()


def test_an_estimated_due_date_gives_way_to_the_real_one(files: Files, store: Store) -> None:
    plan = files.bring(clients=CLIENTS, invoices=INVOICES)
    assert not plan.needs_terms, "C1 has terms"
    with store.reading() as r:
        (item,) = [one for one in r.balance.open_items(FAR) if one.number == "F2"]
        assert (item.due_date, item.estimated) == (date(2026, 5, 25), True)
    files.bring(invoices=INVOICES.replace("10/04/2026;;", "10/04/2026;31/05/2026;"))
    with store.reading() as r:
        (item,) = [one for one in r.balance.open_items(FAR) if one.number == "F2"]
        assert (item.due_date, item.estimated) == (date(2026, 5, 31), False)


def test_a_town_hall_with_a_siren_stays_public(files: Files, store: Store) -> None:
    files.bring(
        clients="Code;Raison sociale;Nature;SIREN\nC1;Mairie;public;212900195\nC2;Scierie;;732829320\n"
    )
    assert clients.find(store, "C2").nature is Nature.PROFESSIONAL
    files.bring(clients="Code;Raison sociale;SIREN\nC1;Mairie;212900195\nC2;Scierie;732829320\n")
    assert clients.find(store, "C1").nature is Nature.PUBLIC


def test_documents_of_one_number_are_told_apart_by_their_keys(files: Files, store: Store) -> None:
    """An export of the program itself gives keys: numbers that are no numbers (a month) may repeat."""
    text = """Clé;N° facture;Code client;Date;Montant TTC
k1;VE 0323;C1;01/03/2026;100,00
k2;VE 0323;C1;05/03/2026;100,00
k3;VE 0323;C1;05/03/2026;70,00
"""
    plan = files.bring(clients=CLIENTS, invoices=text)
    assert (plan.new.invoices, plan.rejected) == (3, 0)
    assert files.analyse(invoices=text).writes.is_empty
    assert files.analyse(invoices=text).same.invoices == 3


def test_a_number_that_another_client_has_is_refused(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=INVOICES)
    plan = files.analyse(invoices=INVOICES.replace("F1;C1", "F1;C2"))
    (refused,) = plan.files[0].rejected
    assert "Scierie Lefèvre" in refused.reason


# --- Whose it is -----------------------------------------------------------------------------------------


def test_clients_whom_only_invoices_name_are_created(files: Files, store: Store) -> None:
    text = """N° facture;Client;Date;Montant TTC
F1;Étienne & Fils;01/03/2026;100,00
F2;etienne & fils;02/03/2026;50,00
"""
    plan = files.bring(invoices=text)
    assert plan.new == Counts(1, 2, 0)
    client = clients.find(store, "ETIENNE-FILS")
    assert client.name == "Étienne & Fils"
    assert files.analyse(invoices=text).writes.is_empty


def test_an_invoice_of_an_unknown_code_makes_a_client_to_complete(files: Files, store: Store) -> None:
    """A line is lost only for want of key, date or amount; the list of clients may come later."""
    plan = files.bring(invoices=INVOICES)
    assert plan.rejected == 0
    assert [one.line for one in plan.files[0].warnings if "créé sous son code" in one.message] == [2, 4]
    assert outstanding(store) == {"F1": 1200_00, "F2": 600_00, "F3": 240_00}
    files.bring(clients=CLIENTS)
    assert clients.find(store, "C1").name == "Scierie Lefèvre"
    assert files.analyse(clients=CLIENTS, invoices=INVOICES).writes.is_empty


def test_a_name_that_two_clients_bear_is_said_to_be_theirs(files: Files, store: Store) -> None:
    two = "Code;Raison sociale\nD1;Durand\nD2;Durand\n"
    plan = files.bring(
        clients=two,
        invoices="N° facture;Code client;Date;Montant TTC\nF1;Durand;01/03/2026;10,00\n",
        payments="Code client;Date;Montant\nDurand;05/03/2026;4,00\n",
    )
    assert plan.rejected == 2
    assert all("(D1, D2)" in one.reason for file in plan.files for one in file.rejected)


def test_an_invoice_stays_its_clients_when_another_of_the_name_comes(files: Files, store: Store) -> None:
    text = "N° facture;Client;Date;Montant TTC\nF1;Scierie Lefèvre;01/03/2026;10,00\n"
    files.bring(invoices=text)
    files.bring(clients=CLIENTS)
    assert files.analyse(invoices=text).same.invoices == 1


def test_a_payment_finds_its_client_by_its_invoice_or_is_rejected(files: Files, store: Store) -> None:
    text = "Code;N° facture;Code client;Date;Montant\n"
    text += "P1;F9;;05/04/2026;10,00\nP2;F9;C1;05/04/2026;20,00\nP3;;C2;05/04/2026;30,00\n"
    plan = files.bring(clients=CLIENTS, invoices=INVOICES, payments=text)
    report = plan.files[2]
    assert [(one.line, one.column, one.value) for one in report.rejected] == [(2, "N° facture", "F9")]
    assert [one.line for one in report.warnings] == [3]
    assert in_hand(store) == {"C1": 20_00, "C2": 30_00}


def test_a_payment_of_several_invoices_fills_them_in_order_and_says_what_is_left(
    files: Files, store: Store
) -> None:
    text = 'Code;N° facture;Date;Montant\nP1;"F2, F1";05/04/2026;2000,00\n'
    plan = files.bring(clients=CLIENTS, invoices=INVOICES, payments=text)
    assert outstanding(store) == {"F3": 240_00}
    assert in_hand(store) == {"C1": 200_00}
    assert "200,00" in plan.files[2].warnings[0].message
    with store.reading() as r:
        (stored,) = r.payments.of_client(clients.find(store, "C1").id)
        effective = {one.effective_on for one in r.payments.of_payment(stored.id)}
    assert effective == {date(2026, 4, 5), date(2026, 4, 10)}, "never before the invoice's own date"


def test_two_identical_payments_of_one_day_both_survive(files: Files, store: Store) -> None:
    text = "N° facture;Date;Montant\nF1;05/04/2026;100,00\nF1;05/04/2026;100,00\n"
    plan = files.bring(clients=CLIENTS, invoices=INVOICES, payments=text)
    assert plan.new.payments == 2
    assert outstanding(store)["F1"] == 1000_00
    assert files.analyse(payments=text).same.payments == 2


def test_a_returned_payment_reverses_the_one_that_came_in(files: Files, store: Store) -> None:
    returned = PAYMENTS + "P3;F1;20/04/2026;-1200,00;;Impayé\n"
    plan = files.bring(clients=CLIENTS, invoices=INVOICES, payments=returned)
    assert plan.new.payments == 3
    assert outstanding(store, date(2026, 4, 19)).get("F1") is None
    assert outstanding(store)["F1"] == 1200_00
    with store.reading() as r:
        (item,) = [one for one in r.balance.open_items(FAR) if one.number == "F1"]
    assert item.cycle == 2, "followed up anew"
    assert files.analyse(payments=returned).writes.is_empty
    (refused,) = (
        files.analyse(payments="Code;N° facture;Date;Montant\nP9;F2;20/04/2026;-5,00\n").files[0].rejected
    )
    assert "annulez" in refused.reason
    assert verify(store).problems == ()


def test_a_payment_whose_invoice_comes_later_is_set_on_it_then(files: Files, store: Store) -> None:
    text = "Code;N° facture;Code client;Date;Montant\nP1;F1;C1;05/04/2026;1200,00\n"
    files.bring(clients=CLIENTS, payments=text)
    assert in_hand(store) == {"C1": 1200_00}
    plan = files.bring(invoices=INVOICES, payments=text)
    assert plan.changed.payments == 1
    assert "F1" not in outstanding(store)
    assert in_hand(store) == {}


# --- What the user did himself ---------------------------------------------------------------------------


def test_what_was_typed_is_recognised_in_the_file(files: Files, store: Store) -> None:
    client = clients.add(store, ClientDraft(code="C1", name="Scierie Lefèvre")).id
    draft = InvoiceDraft(
        client, DocumentKind.INVOICE, "F1", date(2026, 3, 1), 1000_00, 200_00, 1200_00,
        invoices.single_due_item(1200_00, date(2026, 3, 31)),
    )  # fmt: skip
    invoices.add(store, draft)
    payments.record(store, PaymentDraft(client, 1200_00, date(2026, 4, 5)), TODAY)
    plan = files.bring(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    assert plan.new == Counts(1, 2, 1)
    assert plan.changed.invoices == 1, "the label"
    assert plan.changed.payments == 1, "set on the invoice that the file names"
    assert in_hand(store) == {}
    assert "F1" not in outstanding(store)


def test_what_was_cancelled_by_hand_does_not_come_back(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    with store.reading() as r:
        (paid,) = r.payments.of_client(clients.find(store, "C1").id)
    payments.cancel(store, paid.id, date(2026, 4, 20), "chèque impayé", reopens=True)
    invoices.cancel(store, invoices.by_number(store, "F2").id, "saisie en double")
    assert files.analyse(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS).writes.is_empty


# --- What comes from another tool ------------------------------------------------------------------------

FACTS = """N° facture;Code client;Date;Échéance;Montant TTC;Reste dû;Niveau de relance;Dernière relance;\
En litige;Promesse le;Promesse montant
F1;C1;01/03/2026;31/03/2026;1200,00;1200,00;2;20/04/2026;non;;
F2;C1;10/04/2026;10/05/2026;600,00;600,00;1;;oui;;
F3;C2;15/04/2026;15/05/2026;240,00;140,00;;;;10/07/2026;100,00
"""


def test_steps_disputes_and_promises_come_in_once(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=FACTS)
    with store.reading() as r:
        items = {one.number: one for one in r.balance.open_items(FAR)}
        history = r.followups.history()
        (first,) = history[items["F1"].due_item_id]
        assert (first.step, first.cycle, first.attempt) == ("reminder_2", 1, 1)
        assert (first.done_on, first.deadline) == (date(2026, 4, 20), date(2026, 4, 28))
        (second,) = history[items["F2"].due_item_id]
        assert (second.step, second.done_on) == ("reminder_1", date(2026, 5, 18)), "due date plus eight days"
        assert [one.invoice_id for one in r.invoices.open_disputes()] == [items["F2"].invoice_id]
        (promise,) = r.invoices.promises()
        assert (promise.amount, promise.promised_on) == (100_00, date(2026, 7, 10))
        assert [one.day for one in r.calendar.open_until(date(2026, 7, 10))] == [date(2026, 7, 10)]
    assert files.analyse(clients=CLIENTS, invoices=FACTS).writes.is_empty
    holds.close_dispute(store, items["F2"].invoice_id, TODAY)
    assert files.analyse(clients=CLIENTS, invoices=FACTS).writes.is_empty, "a closed dispute stays closed"
    plan = files.bring(invoices=FACTS.replace(";600,00;1;", ";600,00;3;"))
    assert plan.changed.invoices == 1
    with store.reading() as r:
        steps = [one.step for one in r.followups.history()[items["F2"].due_item_id]]
    assert steps == ["reminder_1", "mise_en_demeure"]


def test_what_the_file_says_is_left_to_pay_is_what_is_left(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=FACTS)
    assert outstanding(store) == {"F1": 1200_00, "F2": 600_00, "F3": 140_00}
    with store.reading() as r:
        (prior,) = r.payments.of_client(clients.find(store, "C2").id)
    assert (prior.amount, prior.bank_date, prior.mode) == (100_00, TODAY, "other")
    assert prior.label == import_write.PRIOR_LABEL
    assert files.analyse(clients=CLIENTS, invoices=FACTS).writes.is_empty
    files.bring(invoices=FACTS.replace("240,00;140,00", "240,00;40,00"))
    assert outstanding(store)["F3"] == 40_00


def test_what_is_left_to_pay_goes_up_again_with_the_file(files: Files, store: Store) -> None:
    """A cheque that came back in the other program: the invoice was said to be unchanged, and stayed low."""
    files.bring(clients=CLIENTS, invoices=FACTS)
    plan = files.bring(invoices=FACTS.replace("240,00;140,00", "240,00;240,00"))
    assert outstanding(store)["F3"] == 240_00
    (row,) = plan.files[0].changed_rows
    assert [(one.label, one.before, one.after) for one in row.fields] == [
        ("Reste dû", "140,00\u00a0€", "240,00\u00a0€")
    ]
    files.bring(invoices=FACTS.replace("240,00;140,00", "240,00;190,00"))
    files.bring(invoices=FACTS.replace("240,00;140,00", "240,00;200,00"))
    assert outstanding(store)["F3"] == 200_00
    assert verify(store).problems == ()


def test_a_payment_typed_since_is_not_taken_back_by_the_same_file(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=FACTS)
    client = clients.find(store, "C2")
    with store.reading() as r:
        (item,) = [one for one in r.balance.open_items(FAR) if one.number == "F3"]
    typed = PaymentDraft(client.id, 30_00, TODAY, allocations=(Allocation(item.due_item_id, 30_00),))
    payments.record(store, typed, TODAY)
    assert files.analyse(clients=CLIENTS, invoices=FACTS).writes.is_empty
    assert outstanding(store)["F3"] == 110_00


def test_payments_that_leave_less_than_the_file_says_are_told(files: Files, store: Store) -> None:
    text = "Code;N° facture;Date;Montant\nP1;F3;20/05/2026;170,00\n"
    plan = files.bring(clients=CLIENTS, invoices=FACTS, payments=text)
    assert outstanding(store)["F3"] == 70_00
    assert any("140,00" in one.message and "70,00" in one.message for one in plan.files[1].warnings)


def test_a_payments_file_of_the_set_explains_what_is_left(files: Files, store: Store) -> None:
    files.bring(clients=CLIENTS, invoices=FACTS, payments=PAYMENTS.replace("P1;F1", "P1;F9"))
    assert outstanding(store)["F3"] == 140_00
    with store.reading() as r:
        (only,) = r.payments.of_client(clients.find(store, "C2").id)
    assert only.reference == ""
    assert only.mode == "cheque"


def test_real_payments_that_come_later_take_the_place_of_the_entry(files: Files, store: Store) -> None:
    """Clients, invoices, payments brought one file after the other: nothing is counted twice."""
    files.bring(clients=CLIENTS, invoices=FACTS)
    text = "Code;N° facture;Date;Montant\nP1;F3;20/05/2026;70,00\n"
    files.bring(payments=text)
    assert outstanding(store)["F3"] == 140_00
    assert in_hand(store) == {}
    with store.reading() as r:
        live = r.payments.of_client(clients.find(store, "C2").id)
    assert sorted(one.amount for one in live) == [30_00, 70_00]
    assert files.analyse(clients=CLIENTS, invoices=FACTS, payments=text).writes.is_empty
    files.bring(payments=text + "P2;F3;25/05/2026;30,00\n")
    with store.reading() as r:
        live = r.payments.of_client(clients.find(store, "C2").id)
    assert sorted(one.amount for one in live) == [30_00, 70_00]
    assert {one.mode for one in live} == {"other"}
    assert {one.label for one in live} == {""}, "only real payments are left"
    assert outstanding(store)["F3"] == 140_00
    assert verify(store).problems == ()


def test_a_used_credit_note_settles_the_invoice_that_is_short(files: Files, store: Store) -> None:
    text = """N° facture;Code client;Date;Échéance;Montant TTC;Reste dû
F1;C1;01/03/2026;31/03/2026;500,00;400,00
A1;C1;05/03/2026;;-100,00;0,00
A2;C1;06/03/2026;;-80,00;-80,00
"""
    plan = files.bring(clients=CLIENTS, invoices=text)
    assert plan.rejected == 0
    assert outstanding(store) == {"F1": 400_00}
    assert in_hand(store) == {"C1": 80_00}
    with store.reading() as r:
        assert r.payments.of_client(clients.find(store, "C1").id) == []
    assert files.analyse(invoices=text).writes.is_empty


# --- Whole or not at all ---------------------------------------------------------------------------------


def test_strict_writes_nothing_when_a_line_is_rejected(files: Files, store: Store) -> None:
    plan = files.analyse(clients=CLIENTS, invoices=INVOICES + "F4;;15/04/2026;15/05/2026;10,00;Rien\n")
    with pytest.raises(DomainError, match="rien n’a été importé"):
        imports.execute(store, plan, strict=True, today=TODAY)
    with store.reading() as r:
        assert r.clients.all() == []


def test_a_dossier_that_changed_meanwhile_refuses_the_plan(files: Files, store: Store) -> None:
    plan = files.analyse(clients=CLIENTS)
    clients.add(store, ClientDraft(code="C7", name="Autre"))
    with pytest.raises(DomainError, match="recommencez"):
        imports.execute(store, plan, today=TODAY)
    assert [one.code for one in clients.matching(store, "", TODAY)] == ["C7"]


def test_a_failure_in_the_middle_leaves_nothing(
    files: Files, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last rows break a constraint of the file: clients, invoices and payments are not there either."""
    plan = files.analyse(clients=CLIENTS, invoices=FACTS, payments=PAYMENTS)
    real = import_write._step_row
    monkeypatch.setattr(import_write, "_step_row", lambda step, day: (999_999, *real(step, day)[1:]))
    with pytest.raises(Exception, match="FOREIGN KEY"):
        imports.execute(store, plan, today=TODAY)
    with store.reading() as r:
        assert r.clients.all() == []
        assert r.bulk.count("invoice") == r.bulk.count("payment") == r.bulk.count("allocation") == 0
        assert r.journal.latest(action="import") == []
    monkeypatch.undo()
    imports.execute(store, plan, today=TODAY)
    assert outstanding(store)["F2"] == 600_00


def test_stopping_between_two_files_writes_nothing(files: Files, store: Store) -> None:
    class Stopped:
        cancelled = False

        def report(self, done: int, total: int, text: str = "") -> None:
            self.cancelled = done >= 1

    paths = [files.write("clients.csv", CLIENTS), files.write("invoices.csv", INVOICES)]
    with pytest.raises(Cancelled):
        imports.analyse(store, paths, progress=Stopped())


def test_rejected_lines_are_saved_for_the_user_to_mend(files: Files, tmp_path: Path) -> None:
    plan = files.analyse(clients=CLIENTS, invoices=INVOICES + "F4;;15/04/2026;15/05/2026;10,00;Rien\n")
    imports.rejected_csv(plan, tmp_path / "rejets.csv")
    text = (tmp_path / "rejets.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Ligne;Colonne;Valeur;Motif"
    assert text.splitlines()[1].startswith("5;Code client;;")


def test_columns_that_the_user_named_are_remembered(files: Files, store: Store) -> None:
    path = files.write("factures.csv", INVOICES.replace("Montant TTC", "Zzz"))
    with pytest.raises(UnrecognisedColumns) as problem:
        imports.analyse(store, [path])
    said = {"Zzz": "amount_ttc"}
    other = files.write("clients.csv", CLIENTS)
    plan = imports.analyse(store, [other, path], mapping={str(path): said})
    assert plan.new.invoices == 3
    imports.remember_mapping(store, imports.headers_signature(problem.value.headers), said)
    assert imports.analyse(store, [other, path]).new.invoices == 3


def told(plan: ImportPlan) -> list[str]:
    """What is said of whole files."""
    return [one.message for file in plan.files for one in file.warnings if not one.line]


def test_where_interest_is_paid_first_imported_payments_say_that_they_follow_the_file(files: Files) -> None:
    """Each file of payments says so once; one without new payments has nothing to say."""
    assert told(files.analyse(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)) == []
    settings = payment_settings.AllocationSettings(priority=Priority.INTEREST_FIRST)
    payment_settings.save_allocation_settings(files.store, settings)
    (message,) = told(files.analyse(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS))
    assert message.startswith("les règlements sont imputés sur le principal des factures que le fichier")
    files.bring(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    assert told(files.analyse(payments=PAYMENTS)) == []
