"""`creances relances`: the letters of the day, delivered once, and delivered again when they had not left."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from creances_desktop.services import followups
from creances_desktop.services.assembly import Store

DAY = ("--jour", "2026-11-21")
STEPS = ["reminder_1", "reminder_2", "mise_en_demeure"]


@pytest.mark.parametrize("language", ["", "fr"])
@pytest.mark.parametrize("size", ["xs", "s", "m"])
def test_a_ledger_is_followed_up_as_its_answers_say(
    run: Any, empty: Path, ledger: Any, size: str, language: str
) -> None:
    folder = ledger(size)
    paths = [folder / language / f"{name}.csv" for name in ("clients", "invoices", "payments")]
    day = ("--jour", "2026-06-29")
    assert run("importer", *paths, "--dossier", empty, *day).code == 0
    answer = run("relances", "--dossier", empty, *day, "--simuler", "--intervalle-min", "0", "--json").json
    with (folder / "expected_due.csv").open(encoding="utf-8", newline="") as file:
        expected = {
            (
                row["client_id"],
                row["invoice"],
                STEPS[int(row["level"]) - 1],
                row["outstanding"],
                int(row["days"]),
            )
            for row in csv.DictReader(file)
        }
    found = {
        (letter["client"], one["number"], one["step"], one["outstanding"], one["days_late"])
        for letter in answer["letters"]
        for one in letter["invoices"]
    }
    assert found == expected
    known = json.loads((folder / "expected.json").read_text("utf-8"))
    assert len(answer["letters"]) == known["letters"]
    assert answer["excluded"] == []


def test_today_s_letters_are_delivered_and_told(run: Any, demo_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sortie"
    answer = run("relances", "--dossier", demo_file, "--sortie", folder, *DAY, "--json")
    assert (answer.code, answer.err) == (0, "Règlements connus jusqu’au 18/11/2026.\n")
    letters = answer.json["letters"]
    assert answer.json["redelivered"] == []
    assert 8 <= len(letters) <= 12
    assert {one["step"] for one in letters} == set(STEPS)
    for one in letters:
        assert list(one) == [
            *("client", "step", "channel", "deadline", "invoices", "other_overdue"),
            *("total", "credits", "claimed", "file"),
        ]
        assert (folder / one["file"]).read_bytes().startswith(b"%PDF-")
        total = sum(round(float(said["outstanding"]) * 100) for said in one["invoices"])
        assert round(float(one["total"]) * 100) == total
        assert float(one["claimed"]) == pytest.approx(float(one["total"]) - float(one["credits"]))
        assert one["channel"] == ("registered_letter" if one["step"] == "mise_en_demeure" else "letter")
    combined = list(folder.glob("relances_*.pdf"))
    assert len(combined) == 1
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(one["file"] for one in letters), combined[0].name]
    )
    document = pypdfium2.PdfDocument(combined[0])
    pages = len(document)
    document.close()
    assert pages >= len(letters)


def test_a_letter_of_several_steps_tells_each_invoice_apart(run: Any, demo_file: Path) -> None:
    letters = run("relances", "--dossier", demo_file, "--simuler", *DAY, "--json").json["letters"]
    transports = next(one for one in letters if one["client"] == "TRANSPORTS")
    assert transports["step"] == "mise_en_demeure"
    assert [(one["step"], one["days_late"]) for one in transports["invoices"]] == [
        ("mise_en_demeure", 48),
        ("reminder_2", 24),
        ("reminder_1", 10),
    ]
    assert [one["days_late"] for one in transports["other_overdue"]] == [4]


def test_what_is_set_aside_is_told_with_its_reason(run: Any, demo_file: Path) -> None:
    excluded = run("relances", "--dossier", demo_file, "--simuler", *DAY, "--json").json["excluded"]
    assert {one["client"]: one["reason"] for one in excluded} == {
        "CAVEVINS": "to_confirm",
        "COUVREURS": "deadline_running",
        "DELAHAYE": "below_minimum",
        "EHPAD": "promised",
        "HOTEL": "paused",
        "IMPRIM": "insolvency",
        "LIBRAIRIE": "covered_by_credit",
        "MARECHAL": "promised",
        "MULLER": "planned",
        "SCIERIE": "disputed",
        "VERRERIE": "min_gap",
        "ZENITH": "no_address",
    }
    assert all(list(one) == ["client", "invoice", "reason", "message"] for one in excluded)
    without_gap = run(
        "relances", "--dossier", demo_file, "--simuler", *DAY, "--intervalle-min", "0", "--json"
    ).json
    assert "min_gap" not in {one["reason"] for one in without_gap["excluded"]}
    assert "VERRERIE" in {one["client"] for one in without_gap["letters"]}


def test_simulating_writes_nothing_and_says_what_a_run_would_do(
    run: Any, demo_file: Path, tmp_path: Path
) -> None:
    before = demo_file.read_bytes()
    words = ["relances", "--dossier", demo_file, *DAY, "--json"]
    simulated = run(*words, "--simuler", "--sortie", tmp_path / "sortie").json
    assert demo_file.read_bytes() == before
    assert not (tmp_path / "sortie").exists()
    done = run(*words, "--sortie", tmp_path / "sortie").json
    for letters in (simulated["letters"], done["letters"]):
        for one in letters:
            one.pop("file")
    assert simulated == done


def test_a_second_run_of_the_day_has_nothing_to_send(run: Any, demo_file: Path, tmp_path: Path) -> None:
    words = ["relances", "--dossier", demo_file, "--sortie", tmp_path / "sortie", *DAY]
    assert run(*words).code == 0
    files = {path.name: path.read_bytes() for path in (tmp_path / "sortie").iterdir()}
    again = run(*words, "--json").json
    assert (again["letters"], again["redelivered"]) == ([], [])
    assert {path.name: path.read_bytes() for path in (tmp_path / "sortie").iterdir()} == files
    assert "aucune lettre à envoyer" in run(*words).out


def test_what_had_not_left_is_delivered_first(run: Any, demo_file: Path, tmp_path: Path) -> None:
    from datetime import date

    with Store.open(demo_file) as store:
        day = date(2026, 11, 21)
        brasserie = next(one for one in followups.prepare(store, day).to_do if one.client_code == "BRASSERIE")
        followups.issue(store, day, client_ids=[brasserie.client_id])
    said = run("relances", "--dossier", demo_file, "--simuler", *DAY, "--json").json
    assert [one["client"] for one in said["redelivered"]] == ["BRASSERIE"]
    answer = run("relances", "--dossier", demo_file, "--sortie", tmp_path / "s", *DAY, "--json").json
    assert [one["client"] for one in answer["redelivered"]] == ["BRASSERIE"]
    assert "BRASSERIE" not in {one["client"] for one in answer["letters"]}
    files = [one["file"] for one in (*answer["redelivered"], *answer["letters"])]
    assert all((tmp_path / "s" / name).is_file() for name in files)


def test_an_unwritable_folder_is_said_before_anything_is_issued(
    run: Any, demo_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "fichier").write_bytes(b"")
    answer = run("relances", "--dossier", demo_file, "--sortie", tmp_path / "fichier" / "s", *DAY)
    assert answer.code == 1
    assert "Impossible d’écrire" in answer.err
    with Store.open(demo_file, write=False) as store, store.reading() as r:
        assert not r.letters.with_status("reserved", "to_print")


def test_the_calls_of_the_plans_enter_the_calendar_once(run: Any, demo_file: Path, tmp_path: Path) -> None:
    days = defaultdict(int)
    for day in ("2026-11-30", "2026-11-30", "2026-12-01"):
        assert run("relances", "--dossier", demo_file, "--sortie", tmp_path / "s", "--jour", day).code == 0
    with Store.open(demo_file, write=False) as store, store.reading() as r:
        from datetime import date

        for entry in r.calendar.between(date(2026, 11, 30), date(2026, 12, 1)):
            if entry.kind == "call" and entry.title.startswith("Appel"):
                days[entry.client_name] += 1
    assert days
    assert set(days.values()) == {1}


def test_without_the_creditor_s_identity_no_mise_en_demeure_leaves(
    run: Any, unnamed: Path, ledger: Any, tmp_path: Path
) -> None:
    folder = ledger("xs")
    day = ("--jour", "2026-06-29")
    paths = [folder / f"{name}.csv" for name in ("clients", "invoices", "payments")]
    assert run("importer", *paths, "--dossier", unnamed, *day).code == 0
    asked = ("relances", "--dossier", unnamed, *day, "--intervalle-min", "0", "--json")
    seen = run(*asked, "--simuler").json
    sent = run(*asked, "--sortie", tmp_path / "s").json
    with (folder / "expected_due.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["invoice"] for row in csv.DictReader(file) if row["level"] == "3"}
    assert expected
    for answer in (seen, sent):
        assert {one["invoice"] for one in answer["excluded"]} == expected
        assert {one["reason"] for one in answer["excluded"]} == {"creditor_identity_missing"}
        assert "mise_en_demeure" not in {one["step"] for one in answer["letters"]}
        assert "la forme juridique, l’adresse, le SIREN, le signataire" in answer["excluded"][0]["message"]


def test_the_missing_identity_of_the_company_is_named(run: Any, unnamed: Path, tmp_path: Path) -> None:
    answer = run("relances", "--dossier", unnamed, "--sortie", tmp_path / "s", "--json")
    assert answer.code == 0
    assert "la forme juridique, l’adresse, le SIREN" in answer.err
    assert answer.json["letters"] == []


def test_it_says_that_no_payment_is_known(run: Any, empty: Path, tmp_path: Path) -> None:
    answer = run(
        "relances", "--dossier", empty, "--sortie", tmp_path / "lettres", *DAY, "--simuler", "--json"
    )
    assert answer.err.splitlines()[0] == "Aucun règlement n’est enregistré dans ce dossier."
    assert answer.json["letters"] == []
