"""`creances importer` on the files that companies really have, with the figures they must give."""

import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
BALANCES_OF_411 = {"A": "52517.24", "B": "27771.70", "C": "14416.52"}


def fec(letter: str) -> Path:
    return next((DATA / "fec").glob(f"{letter}_*"))


@pytest.mark.parametrize(("letter", "balance"), BALANCES_OF_411.items())
def test_an_accountants_export_gives_the_balance_of_411(
    run: Any, empty: Path, letter: str, balance: str
) -> None:
    done = run("importer", fec(letter), "--dossier", empty, "--delai", "30", "--jour", "2026-11-21", "--json")
    assert done.code == 0
    (report,) = done.json["files"]
    assert report["format"] == "fec"
    assert report["rejected"] == []
    modes = [one for one in report["warnings"] if "modes de règlement" in one["message"]]
    assert bool(modes) == (letter == "B")
    answer = run("balance", "--dossier", empty, "--jour", "2026-11-21", "--json").json
    assert answer["total"]["outstanding"] == balance
    again = run("importer", fec(letter), "--dossier", empty, "--delai", "30", "--jour", "2026-11-21")
    assert "n’a pas changé" in again.out
    assert run("balance", "--dossier", empty, "--jour", "2026-11-21", "--json").json == answer
    assert run("verifier", "--dossier", empty).code == 0


def test_the_files_of_a_set_come_in_any_order_and_answer_in_the_order_given(
    run: Any, empty: Path, ledger: Any
) -> None:
    folder = ledger("xs") / "fr"
    paths = [folder / f"{name}.csv" for name in ("payments", "invoices", "clients")]
    files = run("importer", *paths, "--dossier", empty, "--jour", "2026-06-29", "--json").json["files"]
    expected = json.loads((folder.parent / "expected.json").read_text("utf-8"))
    assert [one["path"] for one in files] == [str(path) for path in paths]
    assert [one["format"] for one in files] == ["payments", "invoices", "clients"]
    nothing = {"clients": 0, "invoices": 0, "payments": 0}
    assert [one["new"] for one in files] == [
        nothing | {"payments": expected["payments"]},
        nothing | {"invoices": expected["invoices"]},
        nothing | {"clients": expected["clients"]},
    ]
    assert all(one["changed"] == one["same"] == nothing for one in files)
    assert all(one["rejected"] == one["warnings"] == [] for one in files)
    again = run("importer", *paths, "--dossier", empty, "--jour", "2026-06-29", "--json").json["files"]
    assert [one["new"] for one in again] == [nothing] * 3
    assert [one["same"] for one in again] == [one["new"] for one in files]


@pytest.fixture
def half_good(tmp_path: Path) -> Path:
    path = tmp_path / "factures.csv"
    path.write_text(
        "N° facture;Client;Date;Échéance;Montant TTC\n"
        "F-1;Durand;02/01/2026;01/02/2026;120,00\n"
        "F-2;Durand;03/01/2026;31/02/2026;80,00\n"
        "F-3;Durand;04/01/2026;03/02/2026;douze\n",
        encoding="utf-8",
    )
    return path


def test_rejected_lines_are_told_and_do_not_stop_the_others(run: Any, empty: Path, half_good: Path) -> None:
    answer = run("importer", half_good, "--dossier", empty, "--json")
    assert answer.code == 0
    assert answer.err == "2\u00a0lignes rejetées.\n"
    (report,) = answer.json["files"]
    assert [(one["line"], one["column"], one["value"]) for one in report["rejected"]] == [
        (3, "Échéance", "31/02/2026"),
        (4, "Montant TTC", "douze"),
    ]
    assert all(one["reason"] for one in report["rejected"])
    assert run("balance", "--dossier", empty, "--json").json["total"]["outstanding"] == "120.00"


def test_rejected_lines_are_shown_as_a_table(run: Any, empty: Path, half_good: Path) -> None:
    text = run("importer", half_good, "--dossier", empty).out
    assert "Lignes rejetées\u00a0: 2" in text
    assert "31/02/2026" in text
    assert "1\u00a0client, 1\u00a0pièce en plus, 2\u00a0lignes rejetées." in text


@pytest.mark.parametrize("word", ["--simuler", "--strict"])
def test_simulating_and_being_strict_write_nothing(run: Any, empty: Path, half_good: Path, word: str) -> None:
    before = empty.read_bytes()
    answer = run("importer", half_good, "--dossier", empty, word)
    assert answer.code == (1 if word == "--strict" else 0)
    assert "rien n’a été" in (answer.err if word == "--strict" else answer.out)
    assert run("balance", "--dossier", empty, "--json").json["clients"] == []
    if word == "--simuler":
        assert empty.read_bytes() == before


def test_strict_takes_files_without_a_wrong_line(run: Any, empty: Path, ledger: Any) -> None:
    paths = [ledger("xs") / f"{name}.csv" for name in ("clients", "invoices", "payments")]
    assert run("importer", *paths, "--dossier", empty, "--strict").code == 0


def test_the_days_of_payment_asked_for_date_what_no_file_dates(run: Any, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Numéro;Client;Date;Total TTC\nF-1;Durand;02/01/2026;120,00\n", encoding="utf-8")
    assert run("importer", path, "--dossier", empty, "--delai", "45").code == 0
    for day, band in (("2026-02-16", "not_due"), ("2026-02-17", "d1_30")):
        total = run("balance", "--dossier", empty, "--jour", day, "--json").json["total"]
        assert total[band] == "120.00"


def test_a_column_that_is_not_recognised_is_named(run: Any, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Numéro;Client;Total TTC\nF-1;Durand;120,00\n", encoding="utf-8")
    answer = run("importer", path, "--dossier", empty)
    assert answer.code == 1
    assert "Date" in answer.err
    assert answer.err.count("\n") == 1
    assert run("balance", "--dossier", empty, "--json").json["clients"] == []


def test_a_file_that_cannot_be_read_stops_the_whole_set(
    run: Any, empty: Path, half_good: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.csv"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    answer = run("importer", half_good, photo, "--dossier", empty)
    assert answer.code == 1
    assert "photo.csv" in answer.err
    assert run("balance", "--dossier", empty, "--json").json["clients"] == []


def test_what_changes_is_shown_with_its_old_value(run: Any, empty: Path, half_good: Path) -> None:
    run("importer", half_good, "--dossier", empty)
    half_good.write_text(half_good.read_text("utf-8").replace("120,00", "125,50"), encoding="utf-8")
    answer = run("importer", half_good, "--dossier", empty)
    assert "ligne 2, F-1\u00a0: Montant TTC\u00a0: 120,00\u00a0€ → 125,50\u00a0€" in answer.out
