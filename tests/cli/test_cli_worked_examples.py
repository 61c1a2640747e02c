"""The published examples with an amount, a rate and dates, through `creances decompte` to the cent."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.domain.clients import ClientDraft, Nature
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.services import assembly, claims, clients, invoices, payments
from creances_desktop.services.assembly import Store

PRO, CONSUMER, PUBLIC = Nature.PROFESSIONAL, Nature.CONSUMER, Nature.PUBLIC


@dataclass(frozen=True)
class Case:
    """An invoice of `gross` cents, and the interest and indemnity that the command must say."""

    gross: int
    due: str
    as_of: str
    interest: str
    indemnity: str = "40.00"
    rate: str = ""
    nature: Nature = PRO
    paid: str = ""
    demand: str = ""
    lines: int = 1


def enter(store: Store, case: Case) -> None:
    client_id = clients.add(
        store, ClientDraft("C1", "Durand", nature=case.nature, contract_rate_percent=case.rate)
    ).id
    due = date.fromisoformat(case.due)
    draft = InvoiceDraft(
        client_id=client_id,
        kind=DocumentKind.INVOICE,
        number="F-1",
        issue_date=date(due.year, 1, 2),
        net=case.gross,
        vat=0,
        gross=case.gross,
        due_items=(DueItemDraft(due, case.gross),),
    )
    invoice_id = invoices.add(store, draft).id
    if case.paid:
        item = invoices.card(store, invoice_id, due).due_items[0].id
        day = date.fromisoformat(case.paid)
        parts = (Allocation(item, case.gross),)
        payments.record(store, PaymentDraft(client_id, case.gross, day, allocations=parts), day)
    if case.demand:
        claims.record_mise_en_demeure(store, invoice_id, date.fromisoformat(case.demand))


CASES = {
    "PEN-01": Case(15_000_00, "2026-03-01", "2026-03-31", "184.93", rate="15"),
    "PEN-02": Case(5_000_00, "2026-03-01", "2026-03-31", "41.10", rate="10 %"),
    "PEN-03 in days (published in months)": Case(10_000_00, "2014-01-31", "2014-05-01", "252.74"),
    "PEN-05": Case(1_850_00, "2026-05-16", "2026-06-30", "27.71"),
    "PEN-06": Case(1_850_00, "2026-05-16", "2026-05-17", "0.62"),
    "PEN-07": Case(1_850_00, "2026-05-16", "2026-05-16", "0.00", "0.00", lines=0),
    "PEN-11": Case(1_200_00, "2026-05-01", "2026-05-31", "11.98"),
    "PEN-12": Case(10_000_00, "2026-06-20", "2026-11-21", "67.26", paid="2026-07-10", lines=2),
    "PEN-16": Case(1_000_00, "2026-06-20", "2026-07-10", "6.58", rate="12", paid="2026-07-10", lines=2),
    "PEN-17": Case(1_000_00, "2026-05-01", "2026-05-31", "9.99"),
    "PEN-19 and PEN-20, published 13.65 %": Case(1_000_00, "2024-08-31", "2024-09-30", "11.71"),
    "PEN-22": Case(1_000_00, "2021-03-01", "2021-03-31", "8.22"),
    "INT-01": Case(
        10_000_00,
        "2026-01-31",
        "2026-07-10",
        "14.71",
        "0.00",
        nature=CONSUMER,
        demand="2026-06-20",
        lines=2,
    ),
    "INT-02": Case(1_000_00, "2026-01-31", "2026-11-21", "0.00", "0.00", nature=CONSUMER, lines=0),
    "INT-05": Case(
        1_000_00, "2026-01-31", "2026-11-21", "0.00", "0.00", nature=CONSUMER, demand="2026-12-01", lines=0
    ),
    "PUB-02": Case(
        10_000_00, "2026-06-20", "2026-07-10", "55.62", nature=PUBLIC, rate="2", paid="2026-07-10"
    ),
    "PUB-03": Case(1_000_00, "2014-02-01", "2014-03-03", "6.78", nature=PUBLIC),
    "PUB-04": Case(10_000_00, "2026-06-30", "2027-03-31", "780.71", nature=PUBLIC),
    "PUB-06": Case(10_000_00, "2026-06-20", "2026-07-10", "55.62", nature=PUBLIC, paid="2026-07-10"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_published_example(run: Any, tmp_path: Path, case: Case) -> None:
    path = tmp_path / "essai.creances"
    assert run("creer", "--vers", path, "--societe", "Essai SARL").code == 0
    with assembly.open_company_file(path) as store:
        enter(store, case)
    answer = run("decompte", "F-1", "--dossier", path, "--jour", case.as_of, "--json")
    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert found["regime"] == case.nature.value
    assert (found["interest"], found["fixed_indemnity"]) == (case.interest, case.indemnity)
    assert len(found["lines"]) == case.lines
    assert found["missing_rates"] == []
    assert found["outstanding"] == ("0.00" if case.paid else f"{case.gross / 100:.2f}")


def test_pen_16_under_the_floor_the_command_says_so(run: Any, tmp_path: Path) -> None:
    """8 % in the second semester of 2026, where the floor is 8.25 %."""
    path = tmp_path / "essai.creances"
    run("creer", "--vers", path, "--societe", "Essai SARL")
    with assembly.open_company_file(path) as store:
        enter(store, Case(1_000_00, "2026-06-20", "", "", rate="8"))
    words = ("decompte", "F-1", "--dossier", path, "--jour", "2026-07-10")
    said = run(*words)
    assert said.code == 0
    assert "inférieur au plancher légal (8,25\u00a0%" in said.err
    silent = run(*words, "--json")
    assert (silent.err, [one["rate_percent"] for one in silent.json["lines"]]) == ("", ["8.00", "8.00"])


def test_a_consumer_without_a_mise_en_demeure_is_told_what_is_lacking(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "essai.creances"
    run("creer", "--vers", path, "--societe", "Essai SARL")
    with assembly.open_company_file(path) as store:
        enter(store, CASES["INT-02"])
    said = run("decompte", "F-1", "--dossier", path, "--jour", "2026-11-21")
    assert "avant d’avoir reçu une mise en demeure" in said.err


def test_instalments_are_told_apart_by_their_due_dates(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "essai.creances"
    run("creer", "--vers", path, "--societe", "Essai SARL")
    with assembly.open_company_file(path) as store:
        client_id = clients.add(store, ClientDraft("C1", "Durand", nature=PRO)).id
        due = (DueItemDraft(date(2026, 6, 20), 600_00), DueItemDraft(date(2026, 7, 20), 400_00))
        draft = InvoiceDraft(
            client_id=client_id,
            kind=DocumentKind.INVOICE,
            number="F-1",
            issue_date=date(2026, 5, 20),
            net=1_000_00,
            vat=0,
            gross=1_000_00,
            due_items=due,
        )
        invoices.add(store, draft)
    answer = run("decompte", "F-1", "--dossier", path, "--jour", "2027-01-10", "--json").json
    assert [(one["due_item"], one["from"], one["to"]) for one in answer["lines"]] == [
        ("2026-06-20", "2026-06-21", "2026-06-30"),
        ("2026-06-20", "2026-07-01", "2026-12-31"),
        ("2026-07-20", "2026-07-21", "2026-12-31"),
    ]
    assert answer["missing_rates"] == ["2027-S1"]
    assert answer["fixed_indemnity"] == "40.00"
