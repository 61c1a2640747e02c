"""`creances decompte`: interest and indemnity of one invoice, to the cent of the published examples."""

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.services import assembly

HEADS = "N° facture;Code client;Client;Nature du client;Date;Échéance;Montant TTC\n"


@pytest.fixture
def owed(run: Any, empty: Path, tmp_path: Path) -> Path:
    """A professional, a consumer, a public body and somebody not known, each with an invoice of 10 000 €."""
    (tmp_path / "clients.csv").write_text(
        "Code;Raison sociale;Nature\nPRO;Durand SARL;professionnel\nPART;Mme Martin;particulier\n"
        "PUB;Commune;public\nINC;Amis du moulin;\n",
        encoding="utf-8",
    )
    (tmp_path / "factures.csv").write_text(
        "N° facture;Code client;Date;Échéance;Montant TTC\n"
        + "".join(
            f"F-{code};{code};20/05/2026;20/06/2026;10000,00\n" for code in ("PRO", "PART", "PUB", "INC")
        )
        + "A-1;PRO;21/05/2026;;-50,00\n",
        encoding="utf-8",
    )
    (tmp_path / "reglements.csv").write_text(
        "Code;N° facture;Date;Montant\nR1;F-PRO;10/07/2026;10000,00\n", encoding="utf-8"
    )
    names = ("clients", "factures", "reglements")
    answer = run("importer", *(tmp_path / f"{name}.csv" for name in names), "--dossier", empty)
    assert answer.code == 0
    return empty


def test_a_change_of_semester_cuts_the_interest_in_two(run: Any, owed: Path) -> None:
    """PEN-12: due 20/06, paid 10/07/2026, 12,15 % then 12,40 %: 33,29 + 33,97, and 40 € once."""
    answer = run("decompte", "F-PRO", "--dossier", owed, "--jour", "2026-11-21", "--json").json
    lines = [
        (one["from"], one["to"], one["days"], one["base"], one["rate_percent"], one["interest"])
        for one in answer["lines"]
    ]
    assert lines == [
        ("2026-06-21", "2026-06-30", 10, "10000.00", "12.15", "33.29"),
        ("2026-07-01", "2026-07-10", 10, "10000.00", "12.40", "33.97"),
    ]
    assert all("BCE" in one["rate_source"] for one in answer["lines"])
    assert list(answer) == [
        *("invoice", "as_of", "regime", "outstanding", "lines", "interest", "fixed_indemnity"),
        *("charges", "total", "missing_rates"),
    ]
    assert answer["regime"] == "professional"
    figures = ("outstanding", "interest", "fixed_indemnity", "charges", "total")
    assert [answer[name] for name in figures] == ["0.00", "67.26", "40.00", "107.26", "107.26"]
    assert answer["missing_rates"] == []


def test_a_rate_that_is_not_known_yet_is_named_and_never_guessed(run: Any, demo_file: Path) -> None:
    with assembly.open_company_file(demo_file, write=False) as store, store.reading() as r:
        fixed = {one.id for one in r.clients.all() if one.contract_rate_percent or one.insolvency_judgment}
        number = next(
            item.number
            for item in r.balance.open_items(date(2027, 1, 15))
            if item.kind is DocumentKind.INVOICE
            and r.clients.kinds()[item.client_id][0] is Nature.PROFESSIONAL
            and item.client_id not in fixed
        )
    words = ["decompte", number, "--dossier", demo_file, "--jour", "2027-01-15"]
    answer = run(*words, "--json").json
    assert answer["missing_rates"] == ["2027-S1"]
    assert answer["lines"][-1]["to"] == "2026-12-31"
    assert "1er semestre 2027" in run(*words).out


def test_before_its_due_date_an_invoice_costs_nothing(run: Any, owed: Path) -> None:
    answer = run("decompte", "F-PRO", "--dossier", owed, "--jour", "2026-06-20", "--json").json
    assert (answer["lines"], answer["charges"], answer["total"]) == ([], "0.00", "10000.00")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("F-999", "Aucune facture ne porte le numéro"),
        ("A-1", "un décompte ne se fait que sur une facture"),
    ],
)
def test_what_cannot_be_computed_is_said(run: Any, owed: Path, number: str, said: str) -> None:
    answer = run("decompte", number, "--dossier", owed, "--jour", "2026-11-21", "--json")
    assert answer.code == 1
    assert said in answer.err
    assert answer.out == ""


def test_a_client_of_unknown_nature_has_no_regime(run: Any, owed: Path, tmp_path: Path) -> None:
    """A script is answered what is left to pay and why there is no more; who reads is told what to do."""
    words = ("decompte", "F-INC", "--dossier", owed, "--jour", "2026-11-21")
    answer = run(*words, "--json")
    assert answer.code == 0
    assert "nature de ce client" in answer.err
    found = answer.json
    assert (found["regime"], found["lines"], found["charges"]) == ("unspecified", [], "0.00")
    assert found["total"] == found["outstanding"] != "0.00"
    said = run(*words)
    assert (said.code, said.out) == (1, "")
    assert "nature de ce client" in said.err
    assert run(*words, "--pdf", tmp_path / "x.pdf").code == 1


def test_the_sheet_of_paper_holds_every_figure(run: Any, owed: Path, tmp_path: Path) -> None:
    path = tmp_path / "decompte.pdf"
    words = ["decompte", "F-PRO", "--dossier", owed, "--jour", "2026-11-21"]
    assert run(*words, "--pdf", path).code == 0
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage().get_text_range().replace("\u00a0", " ")
    assert len(document) == 1
    document.close()
    for said in ("F-PRO", "21/06/2026", "12,15 %", "33,97", "67,26", "107,26", "Durand SARL"):
        assert said in text
    before = path.read_bytes()
    assert run(*words, "--pdf", path).code == 0
    assert path.read_bytes() == before


def test_the_text_gives_the_same_figures(run: Any, owed: Path) -> None:
    text = run("decompte", "F-PRO", "--dossier", owed, "--jour", "2026-11-21").out
    assert "Décompte de la facture F-PRO (Durand SARL) au 21/11/2026" in text
    assert "Total\u00a0: 107,26\u00a0€" in text
