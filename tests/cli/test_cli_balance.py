"""`creances balance`: the ledgers' own answers, and the same figures in every form."""

import csv
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

SEVEN = ["outstanding", "not_due", "d1_30", "d31_60", "d61_90", "d90_plus", "unallocated"]


@pytest.mark.parametrize("language", ["", "fr"])
@pytest.mark.parametrize("size", ["xs", "s", "m"])
def test_a_ledger_is_aged_as_its_answers_say(
    run: Any, empty: Path, ledger: Any, size: str, language: str
) -> None:
    folder = ledger(size)
    paths = [folder / language / f"{name}.csv" for name in ("clients", "invoices", "payments")]
    assert run("importer", *paths, "--dossier", empty, "--jour", "2026-06-29").code == 0
    answer = run("balance", "--dossier", empty, "--jour", "2026-06-29", "--json").json
    with (folder / "expected_ageing.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    found = [
        {"client_id": one["code"], **{name: one[name] for name in SEVEN[1:6]}} for one in answer["clients"]
    ]
    assert found == expected
    assert answer["as_of"] == "2026-06-29"
    assert list(answer["total"]) == SEVEN
    assert all(list(one) == ["code", "name", *SEVEN] for one in answer["clients"])


def cents(text: str) -> int:
    return round(float(text) * 100)


def test_columns_and_rows_add_up(run: Any, demo_file: Path) -> None:
    answer = run("balance", "--dossier", demo_file, "--jour", "2026-11-21", "--json").json
    total = answer["total"]
    for row in (total, *answer["clients"]):
        assert cents(row["outstanding"]) == sum(cents(row[name]) for name in SEVEN[1:])
        assert cents(row["unallocated"]) <= 0
    for name in SEVEN:
        assert cents(total[name]) == sum(cents(one[name]) for one in answer["clients"])
    assert total["unallocated"] != "0.00"


def test_a_balance_of_an_earlier_day_does_not_see_later_payments(run: Any, demo_file: Path) -> None:
    early = run("balance", "--dossier", demo_file, "--jour", "2026-06-30", "--json").json
    late = run("balance", "--dossier", demo_file, "--jour", "2026-11-21", "--json").json
    before_all = run("balance", "--dossier", demo_file, "--jour", "2024-01-01", "--json").json
    assert early["total"] != late["total"]
    assert before_all["clients"] == []
    assert before_all["total"] == dict.fromkeys(SEVEN, "0.00")


def test_the_table_to_read_is_french(run: Any, demo_file: Path) -> None:
    text = run("balance", "--dossier", demo_file, "--jour", "2026-11-21").out
    assert text.startswith("Balance âgée au 21/11/2026")
    assert "Non imputé" in text
    line = next(line for line in text.splitlines() if line.startswith("PELLETIER"))
    assert line.split("  ")[0] == "PELLETIER"
    assert "4\u202f345,00" in line


def test_an_empty_balance_says_so(run: Any, empty: Path) -> None:
    assert "personne ne doit rien" in run("balance", "--dossier", empty).out


def test_the_files_give_the_figures_of_the_screen(run: Any, demo_file: Path, tmp_path: Path) -> None:
    words = ["balance", "--dossier", demo_file, "--jour", "2026-11-21"]
    total = run(*words, "--json").json["total"]["outstanding"]
    for form, name in (("--csv", "b.csv"), ("--xlsx", "b.xlsx"), ("--pdf", "b.pdf")):
        answer = run(*words, form, tmp_path / name)
        assert (answer.code, str(tmp_path / name) in answer.out) == (0, True)
    with (tmp_path / "b.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][:3] == ["Code", "Raison sociale", "Encours"]
    assert rows[-1][1:3] == ["Total", total.replace(".", ",")]
    sheet = CalamineWorkbook.from_path(tmp_path / "b.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[-1][2] == pytest.approx(float(total))
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    euros, rest = total.split(".")
    assert f"{int(euros):,}".replace(",", "\u202f") + f",{rest}" in text


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_file_that_cannot_be_written_is_said(run: Any, demo_file: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "fichier").write_bytes(b"")
    answer = run("balance", "--dossier", demo_file, f"--{form}", tmp_path / "fichier" / f"b.{form}")
    assert answer.code == 1
    assert answer.err.count("\n") == 1


def test_estimated_due_dates_are_told_apart_from_the_figures(run: Any, empty: Path, ledger: Any) -> None:
    fec = next((Path(__file__).resolve().parents[1] / "data" / "fec").glob("A_*"))
    done = run("importer", fec, "--dossier", empty, "--delai", "30", "--jour", "2026-11-21", "--json")
    assert "échéances estimées d’après le délai de règlement" in done.err.replace("\u00a0", " ")
    answer = run("balance", "--dossier", empty, "--jour", "2026-11-21", "--json")
    assert "estimée" in answer.err
    assert answer.json["as_of"] == "2026-11-21"


def test_a_balance_of_given_due_dates_says_nothing_more(run: Any, demo_file: Path) -> None:
    assert run("balance", "--dossier", demo_file, "--jour", "2026-11-21", "--json").err == ""


@pytest.mark.parametrize("form", ["--pdf", "--csv", "--xlsx"])
def test_a_folder_that_is_not_there_is_not_made(run: Any, demo_file: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "absent" / f"balance.{form[2:]}"
    answer = run("balance", "--dossier", demo_file, form, target)
    assert answer.code == 1
    assert "n’existe pas" in answer.err
    assert not target.parent.exists()
    assert run("demo", "--vers", tmp_path / "absent" / "d.creances").code == 1
    assert list(tmp_path.glob("absent*")) == []
