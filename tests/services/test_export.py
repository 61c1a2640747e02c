"""Everything exported comes back: the same dossier from its files, and files that do not change for it."""

import csv
import hashlib
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.domain.claim_facts import AwardedInterest, Capitalisation, CapitalisationGround
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError, EnvironmentProblem
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.limitation_events import EventKind, LimitationEvent
from creances_desktop.domain.rates import Semester, Series
from creances_desktop.services import (
    assembly,
    balance,
    balance_report,
    claims,
    clients,
    delivery,
    demo,
    export,
    followup_report,
    imports,
    invoices,
    limitation_rules,
    rates,
)
from creances_desktop.services.limitation_rules import ClientPeriod
from creances_desktop.services.verify import verify
from creances_desktop.storage.store import Store

DAY = date(2026, 11, 21)
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def _example_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "exemple.creances"
    demo.create(path, DAY).close()
    return path


@pytest.fixture
def example(_example_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(_example_once, tmp_path / "exemple.creances"))


def exported(path: Path, folder: Path, day: date = DAY) -> Path:
    with Store.open(path, write=False) as store:
        export.write(store, folder, day)
    return folder


def brought_back(folder: Path, path: Path, day: date = DAY) -> Path:
    """A new dossier with the files of an export."""
    with Store.open(path.with_name("exemple.creances"), write=False) as known:
        from creances_desktop.services import company

        name = company.get(known).legal_name
    with assembly.create_company_file(path, Company(name)) as store:
        plan = imports.analyse(store, [folder / name for name in export.LISTS])
        assert plan.rejected == 0
        imports.execute(store, plan, today=day)
    return path


def seen(path: Path, day: date) -> tuple[object, object]:
    """The aged balance and the proposals of a day, as the command prints them."""
    with Store.open(path, write=False) as store:
        return (
            balance_report.as_json(balance.aged(store, day)),
            followup_report.as_json(delivery.rehearse(store, day)),
        )


def lists(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in export.LISTS}


def test_the_example_comes_back_as_it_was(example: Path, tmp_path: Path) -> None:
    folder = exported(example, tmp_path / "export")
    back = brought_back(folder, tmp_path / "retour.creances")
    for day in (DAY, date(2026, 12, 6), date(2027, 3, 1)):
        assert seen(back, day) == seen(example, day)
    for day in (date(2025, 6, 30), date(2026, 10, 25)):
        assert seen(back, day)[0] == seen(example, day)[0]
    assert lists(exported(back, tmp_path / "encore")) == lists(folder)
    with Store.open(back, write=False) as store:
        assert verify(store).problems == ()


def test_what_the_law_needs_comes_back(books: Any, tmp_path: Path) -> None:
    """Rates, judgments, costs, decisions, clauses, public delays, corrections, events of limitation."""
    store = books.store
    client_id = books.client(clause_without_notice=True, trade="transport")
    values = {"notified_on": DAY, "terms": "30 jours nets", "early_payment": ""}
    invoice_id = invoices.add(store, books.draft(client_id, "F-1", 1_000_00, 50, **values)).id
    note = books.draft(
        client_id, "A-1", 10_00, kind=DocumentKind.CREDIT_NOTE, due_items=(), issue_date=DAY, corrects=True
    )
    invoices.add(store, note)
    books.pay(client_id, 50_00, (books.item(invoice_id), 50_00))
    claims.record_award(store, invoice_id, AwardedInterest(DAY, DAY))
    claims.record_capitalisation(store, invoice_id, Capitalisation(CapitalisationGround.CLAUSE, DAY))
    claims.add_cost(store, invoice_id, DAY, 90_00, "Facture d’huissier")
    claims.decide(store, invoice_id, claims.WAIVED, "Geste", DAY)
    source = ("2,65", "BCE", date(2026, 9, 16), DAY)
    rates.add(store, Series.ECB_MAIN_REFINANCING, Semester(2027, 1), *source)
    with store.transaction() as t:
        event = LimitationEvent(EventKind.ACKNOWLEDGEMENT, DAY, "Courriel du client")
        entry = t.journal.append("limitation_event_added", "Reconnaissance de dette")
        t.law.add_limitation_event(t.invoices.due_items(invoice_id)[0].id, event, action_id=entry)
    books.client("PREMIER")
    period = ClientPeriod(None, 3, "CGV, art. 9")
    limitation_rules.save_client_period(store, client_id, period)
    export.write(store, tmp_path / "export", DAY)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as back:
        paths = [tmp_path / "export" / name for name in export.LISTS]
        imports.execute(back, imports.analyse(back, paths), today=DAY)
        assert rates.own(back) == rates.own(store)
        kept = [
            limitation_rules.client_period(back, clients.find(back, code).id)
            for code in ("DURAND", "PREMIER")
        ]
        assert kept == [period, ClientPeriod()]
        found = invoices.by_number(back, "F-1")
        assert (found.notified_on, found.terms, found.early_payment) == (
            values["notified_on"],
            values["terms"],
            values["early_payment"],
        )
        assert invoices.by_number(back, "A-1").corrects
        assert claims.award(back, found.id) == AwardedInterest(DAY, DAY)
        kept = claims.claim(back, found.id)
        assert kept is not None
        assert (kept.status, kept.reason) == (claims.WAIVED, "Geste")
        export.write(back, tmp_path / "encore", DAY)
    assert lists(tmp_path / "encore") == lists(tmp_path / "export")


def test_importing_the_export_again_changes_nothing(example: Path, tmp_path: Path) -> None:
    folder = exported(example, tmp_path / "export")
    back = brought_back(folder, tmp_path / "retour.creances")
    for path in (back, example):
        with Store.open(path) as store:
            plan = imports.analyse(store, [folder / name for name in export.LISTS])
            assert plan.writes.is_empty or path == example
    assert lists(exported(back, tmp_path / "encore")) == lists(folder)


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_an_accountants_dossier_comes_back(tmp_path: Path, letter: str) -> None:
    """Matching groups, numbers shared by several invoices, estimated due dates, opening balances."""
    path = tmp_path / "exemple.creances"
    with assembly.create_company_file(path, Company("Essai")) as store:
        plan = imports.analyse(store, [next((DATA / "fec").glob(f"{letter}_*"))], default_terms_days=30)
        imports.execute(store, plan, today=DAY)
    folder = exported(path, tmp_path / "export")
    back = brought_back(folder, tmp_path / "retour.creances")
    for day in (date(2022, 3, 31), date(2023, 4, 30), DAY):
        assert seen(back, day) == seen(path, day)
    assert lists(exported(back, tmp_path / "encore")) == lists(folder)


def test_a_ledger_comes_back(tmp_path: Path, ledger: Callable[[str], Path]) -> None:
    path, day = tmp_path / "exemple.creances", date(2026, 6, 29)
    with assembly.create_company_file(path, Company("Essai")) as store:
        paths = [ledger("s") / f"{name}.csv" for name in ("clients", "invoices", "payments")]
        imports.execute(store, imports.analyse(store, paths), today=day)
    folder = exported(path, tmp_path / "export", day)
    back = brought_back(folder, tmp_path / "retour.creances", day)
    assert seen(back, day) == seen(path, day)
    assert lists(exported(back, tmp_path / "encore", day)) == lists(folder)


def test_the_three_lists_alone_keep_the_accounts(example: Path, tmp_path: Path) -> None:
    """Whoever loses the complements loses no cent."""
    folder = exported(example, tmp_path / "export")
    path = tmp_path / "listes.creances"
    with assembly.create_company_file(path, Company("Essai")) as store:
        plan = imports.analyse(store, [folder / name for name in export.LISTS[:3]])
        assert plan.rejected == 0
        imports.execute(store, plan, today=DAY)
        alone = balance.aged(store, DAY)
    with Store.open(example, write=False) as store:
        known = balance.aged(store, DAY)
    assert [(row.code, row.outstanding) for row in alone.rows] == [
        (row.code, row.outstanding) for row in known.rows
    ]


def test_the_lists_have_french_heads_and_a_spreadsheet_s_form(example: Path, tmp_path: Path) -> None:
    folder = exported(example, tmp_path / "export")
    data = (folder / "factures.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    with (folder / "factures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["N° facture"]: row for row in csv.DictReader(file, delimiter=";")}
    (row,) = [one for one in rows.values() if one["Montant TTC"] == "3744,00"]
    assert (row["Code client"], row["Type"], row["Montant TTC"]) == ("TRANSPORTS", "Facture", "3744,00")
    assert (row["Niveau de relance"], row["Reste dû"]) == ("2", "3744,00")


def test_papers_and_archives_are_beside_the_lists(example: Path, tmp_path: Path) -> None:
    with Store.open(example, write=False) as store:
        files = export.write(store, tmp_path / "export", DAY)
        with store.reading() as r:
            sent = [one for one in r.letters.page(r.letters.search()) if one.pdf_sha256]
            expected = {f"lettres/{one.file_name}": r.blobs.get(one.pdf_sha256) for one in sent}
    names = {file.relative_to(tmp_path / "export").as_posix(): file for file in files}
    assert all(file.is_file() for file in files)
    assert {name: names[name].read_bytes() for name in expected} == expected
    with Store.open(example, write=False) as store, store.reading() as r:
        attached = {(one.sha256, one.file_name) for one in r.attachments.all()}
        papers = [row for row in r.exports.rows("documents") if row.pdf_sha256]
    pieces = [names[name].read_bytes() for name in names if name.startswith("pieces/")]
    assert len(papers) == 12
    assert len(pieces) == len(attached) + len(papers)
    assert {hashlib.sha256(data).hexdigest() for data in pieces} == {
        *(sha256 for sha256, _ in attached),
        *(row.pdf_sha256 for row in papers),
    }
    archives = {
        "pieces.csv",
        "envois.csv",
        "suivi-des-lettres.csv",
        "contacts.csv",
        "agenda.csv",
        "journal.csv",
        "lettres.csv",
    }
    assert {f"archives/{name}" for name in archives} <= set(names)
    assert "clients.csv  factures.csv" in names["LISEZMOI.txt"].read_text("utf-8")


def test_a_folder_that_holds_something_is_not_touched(example: Path, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "mien.txt").write_text("à moi", encoding="utf-8")
    with Store.open(example, write=False) as store:
        with pytest.raises(DomainError, match="n’est pas vide"):
            export.write(store, folder, DAY)
        assert [path.name for path in folder.iterdir()] == ["mien.txt"]
        (folder / "mien.txt").unlink()
        assert export.write(store, folder, DAY)


def test_an_export_that_fails_leaves_nothing(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "write_table", full)
    with Store.open(example, write=False) as store, pytest.raises(EnvironmentProblem, match="disque plein"):
        export.write(store, tmp_path / "export", DAY)
    assert not (tmp_path / "export").exists()
    assert not list(tmp_path.glob(".export*"))


def test_a_line_of_complements_that_was_changed_by_hand_is_rejected(example: Path, tmp_path: Path) -> None:
    folder = exported(example, tmp_path / "export")
    path = folder / "complements.csv"
    text = path.read_text("utf-8-sig").splitlines()
    text[3] = "plan;;;pas du JSON"
    text.append("inconnu;;;{}")
    path.write_text("\r\n".join(text), encoding="utf-8-sig")
    with assembly.create_company_file(tmp_path / "n.creances", Company("Essai")) as store:
        plan = imports.analyse(store, [folder / name for name in export.LISTS])
    assert [one.line for one in plan.files[3].rejected] == [4, len(text)]
